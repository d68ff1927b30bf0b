// Requests that must be refused, each with the status and the argument that the answer names.

/** One of them. */
export interface Malformed {
  readonly name: string;
  readonly path: string;
  readonly init: () => RequestInit;
  readonly status: number;
  readonly argument: string;
}

const post = (body: BodyInit, type = "application/json"): RequestInit => ({
  method: "POST",
  headers: { "content-type": type },
  body,
});

/** A body of 10 MB that does not say how long it is. */
function stream(): RequestInit {
  let left = 160;
  const body = new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(65536).fill(32));
      else controller.close();
    },
  });
  return { ...post(body), duplex: "half" } as RequestInit;
}

/** All kinds, for vectors of this length. */
export function malformed(dimensions: number): Malformed[] {
  const zeros = (n: number) => Array(n).fill(0);
  const pixels = (last: string, n = 64) => `{"pixels": [${[...zeros(n - 1), last].join()}]}`;
  const vector = (last: string, more = "") => `{"vector": [${[...zeros(dimensions - 1), last].join()}]${more}}`;
  const long = pixels("0").padEnd(10 << 20);
  const wrong = (name: string, path: string, body: string, argument: string): Malformed => ({
    ...{ name, path, argument },
    init: () => post(body),
    status: 400,
  });
  return [
    wrong("no JSON", "/classify", '{"pixels": [1, 2', "body"),
    wrong("NaN", "/classify", pixels("NaN"), "body"),
    wrong("nothing", "/search", "", "body"),
    wrong("a list", "/classify", "[]", "body"),
    wrong("no pixels", "/classify", "{}", "pixels"),
    wrong("63 pixels", "/classify", pixels("0", 63), "pixels"),
    wrong("a pixel too bright", "/classify", pixels("17"), "pixels[63]"),
    wrong("a string", "/classify", pixels('"1"'), "pixels[63]"),
    wrong("null", "/classify", pixels("null"), "pixels[63]"),
    wrong("infinity", "/search", vector("1e999"), `vector[${dimensions - 1}]`),
    wrong("a vector too long", "/search", `{"vector": [${zeros(dimensions + 1).join()}]}`, "vector"),
    wrong("a vector of zeros", "/search", vector("0"), "vector"),
    wrong("no neighbours", "/search", vector("1", ', "k": 0'), "k"),
    wrong("half a neighbour", "/search", vector("1", ', "k": 1.5'), "k"),
    { name: "10 MB", path: "/classify", init: () => post(long), status: 413, argument: "body" },
    { name: "10 MB in pieces", path: "/search", init: stream, status: 413, argument: "body" },
    {
      name: "plain text",
      path: "/search",
      init: () => post("{}", "text/plain"),
      status: 415,
      argument: "content-type",
    },
    { name: "GET", path: "/classify", init: () => ({}), status: 405, argument: "method" },
    { name: "another path", path: "/__proto__", init: () => ({}), status: 404, argument: "path" },
  ];
}
