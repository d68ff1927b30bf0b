// Asks a running Worker many times, checks every answer, and prints latencies: npx tsx load.ts http://localhost:8787 20000
// One request of twenty is malformed; what comes right after it must be served as ever.

import { parseArgs } from "node:util";
import { lanewise } from "lanewise";
import { malformed } from "./malformed.ts";
import { heldOut } from "./model/digits.ts";
import { DIMENSIONS, MEMBERS, queries } from "./model/vectors.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, clients: { type: "string" } },
});
const [address = "http://localhost:8787", count = "20000"] = positionals;
const clients = Number(values.clients ?? 16);

/** A request, and what is wrong with the answer to it. */
interface Question {
  readonly kind: "classify" | "search" | "malformed";
  readonly path: string;
  readonly init: () => RequestInit;
  readonly fault: (status: number, body: Answer) => string | undefined;
}
interface Answer {
  digit?: number;
  neighbours?: { id: number; score: number }[];
  error?: { argument: string; expected: string; got: string };
}

const json = (body: string): RequestInit => ({ method: "POST", headers: { "content-type": "application/json" }, body });
const right = { classify: 0, search: 0 };

const pictures = heldOut.map(({ pixels, digit }): Question => {
  const body = JSON.stringify({ pixels });
  return {
    kind: "classify",
    path: "/classify",
    init: () => json(body),
    fault: (status, answer) => {
      if (answer.digit === digit) right.classify++;
      return status === 200 && Number.isInteger(answer.digit) ? undefined : `status ${status}`;
    },
  };
});

const points = queries(await lanewise({ build: "simd" }), 500);
const searches = Array.from({ length: 500 }, (_, group): Question => {
  const vector = Array.from(
    points.subarray(group * DIMENSIONS, (group + 1) * DIMENSIONS),
    (v) => Math.round(v * 1e5) / 1e5,
  );
  const body = JSON.stringify({ vector, k: MEMBERS });
  return {
    kind: "search",
    path: "/search",
    init: () => json(body),
    fault: (status, { neighbours = [] }) => {
      right.search += neighbours.filter(({ id }) => Math.floor(id / MEMBERS) === group).length / MEMBERS;
      return status === 200 && neighbours.length === MEMBERS ? undefined : `status ${status}`;
    },
  };
});

const refused = malformed(DIMENSIONS).map(
  ({ name, path, init, status: expected, argument }): Question => ({
    kind: "malformed",
    path,
    init,
    fault: (status, { error }) =>
      status === expected && error?.argument === argument && error.expected !== ""
        ? undefined
        : `${name}: expected ${expected} for ${argument}, got ${status} for ${error?.argument}`,
  }),
);

/** The request of a number. */
function question(i: number): Question {
  const turn = Math.floor(i / 20);
  if (i % 20 === 7) return refused[turn % refused.length]!;
  const list = i % 2 === 0 ? pictures : searches;
  return list[(i >> 1) % list.length]!;
}

const latencies: Record<Question["kind"], number[]> = { classify: [], search: [], malformed: [] };
const faults: string[] = [];
const kept = async () =>
  (await (await fetch(`${address}/health`)).json()) as { build: string; memory: Record<string, number> };

async function ask({ kind, path, init, fault }: Question): Promise<void> {
  const since = performance.now();
  try {
    const response = await fetch(address + path, init());
    const answer = (await response.json()) as Answer;
    latencies[kind].push(performance.now() - since);
    const wrong = fault(response.status, answer);
    if (wrong) faults.push(`${path}: ${wrong}`);
  } catch (error) {
    faults.push(`${path}: ${(error as Error).cause ?? error}`);
  }
}

const first = performance.now();
await ask(pictures[0]!);
const answered = performance.now() - first;
for (let i = 0; i < 40; i++) await ask(question(i)); // what grows at all has grown after this
for (const list of Object.values(latencies)) list.length = 0;
Object.assign(right, { classify: 0, search: 0 });
const before = await kept();
let next = 0;
const since = performance.now();
const client = async () => {
  while (next < Number(count)) await ask(question(next++));
};
await Promise.all(Array.from({ length: clients }, client));
const seconds = (performance.now() - since) / 1000;
const after = await kept();

const quantile = (list: number[], q: number) =>
  list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? 0;
const report = {
  address,
  build: before.build,
  requests: Number(count),
  clients,
  perSecond: Number(count) / seconds,
  first: answered,
  ...Object.fromEntries(
    Object.entries(latencies).map(([kind, list]) => [
      kind,
      { count: list.length, p50: quantile(list, 0.5), p99: quantile(list, 0.99) },
    ]),
  ),
  accuracy: right.classify / latencies.classify.length,
  recall: right.search / latencies.search.length,
  before: before.memory,
  after: after.memory,
  faults: faults.length,
};
const round = (_: string, v: unknown) => (typeof v === "number" ? Math.round(v * 1000) / 1000 : v);
console.log(JSON.stringify(report, round, values.json ? undefined : 2));
for (const fault of faults.slice(0, 10)) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
