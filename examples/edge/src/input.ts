// What a request may hold. All else is refused in words that a client can act on.

/** A request that is not served, and why. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly argument: string,
    readonly expected: string,
    readonly got: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(`${argument}: expected ${expected}, got ${got}`);
  }
}

/** The longest body that is read. */
export const LONGEST = 16384;

const short = (value: unknown): string => {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
};

/**
 * The body as text. No more than LONGEST bytes of it are ever held, but all are read: a client that is still sending when the
 * connection ends would never see the answer.
 */
async function textOf(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes <= LONGEST) text += decoder.decode(chunk, { stream: true });
  }
  if (bytes > LONGEST) throw new Refusal(413, "body", `at most ${LONGEST} bytes`, `${bytes}`);
  return text + decoder.decode();
}

/** The body of a request as a record. */
export async function jsonOf(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type") ?? "none";
  if (!/^application\/json\b/i.test(type)) throw new Refusal(415, "content-type", "application/json", short(type));
  const text = await textOf(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, "body", "JSON", short(text));
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refusal(400, "body", "a JSON object", short(body));
  return body as Record<string, unknown>;
}

/** `count` numbers under a name, none below `low` or above `high`. */
export function numbersAt(
  body: Record<string, unknown>,
  name: string,
  count: number,
  [low, high]: readonly [number, number],
): Float32Array<ArrayBuffer> {
  const list = body[name];
  if (!Array.isArray(list)) throw new Refusal(400, name, `${count} numbers`, short(list));
  if (list.length !== count) throw new Refusal(400, name, `${count} numbers`, `${list.length}`);
  for (const [i, v] of list.entries())
    if (typeof v !== "number" || !(v >= low && v <= high))
      throw new Refusal(400, `${name}[${i}]`, `a number from ${low} to ${high}`, short(v));
  return Float32Array.from(list as number[]);
}

/** A whole number under a name, or what stands for none. */
export function integerAt(
  body: Record<string, unknown>,
  name: string,
  otherwise: number,
  [low, high]: readonly [number, number],
): number {
  const value = body[name] ?? otherwise;
  if (!Number.isInteger(value) || (value as number) < low || (value as number) > high)
    throw new Refusal(400, name, `a whole number from ${low} to ${high}`, short(value));
  return value as number;
}
