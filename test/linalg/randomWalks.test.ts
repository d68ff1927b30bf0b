import { describe, expect, test } from "vitest";
import { type CsrMatrix, randomWalks, type WalkOptions } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { sparse, types, words } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import { type Rows, row } from "../oracle/walks.ts";

/** What sets the key of walks apart from that of other draws. */
const WALKS = 0x77616c6bn << 32n;
const keyOf = (seed: bigint) => seed ^ WALKS;

/** A sparse matrix with entries of either sign and its rows, small enough that loads stay in range. */
function graph(n: number, density: number, seed: number) {
  const made = sparse(n, n, density, seed);
  const values = made.values.map((v) => v / 64);
  const rows: Rows = Array.from({ length: n }, (_, i) =>
    values.slice(made.indptr[i], made.indptr[i + 1]).map((v, e) => [made.indices[made.indptr[i]! + e]!, v] as const),
  );
  return { input: { ...made, values }, rows };
}

function compare(got: CsrMatrix, want: Map<number, number>[], type: "f32" | "f64"): void {
  const indptr = [0];
  for (const one of want) indptr.push(indptr.at(-1)! + one.size);
  equal(got.indptr, indptr, "row ends");
  equal(
    got.indices,
    want.flatMap((one) => [...one.keys()]),
    "places",
  );
  const values = want.flatMap((one) => [...one.values()]);
  within(
    got.values,
    values,
    type,
    64,
    values.map((v) => Math.abs(v) + 1e-3),
    "loads",
  );
}

describe.each(types)("random walks, %s", (type) => {
  const cases: [n: number, density: number, options: WalkOptions][] = [
    [1, 1, { walks: 3 }],
    [2, 1, { walks: 5, pTerm: 0.3 }],
    [12, 0.3, {}],
    [40, 0.2, { walks: 7, pTerm: 0.05, seed: 9n, stream: 3 }],
    [33, 0.5, { walks: 20, mode: "reinforced", seed: 2 }],
    [25, 0.3, { walks: 9, mode: "reinforced", f: (count) => 1 / (1 + count) ** 2, seed: 2 ** 40 }],
    [10, 0.4, { walks: 30, mode: "reinforced", f: (count) => (count < 3 ? 2 : 1) }],
    [12, 0.3, { pTerm: 0.999 }],
    [21, 0.3, { walks: 11, mode: "antithetic", seed: 6 }],
    [13, 0.4, { walks: 40, mode: "antithetic", pTerm: 0.7, stream: 5 }],
  ];

  test.each(cases)("on %d rows, density %d, %o: those of the definition", (n, density, options) =>
    lw.scope(() => {
      const { input, rows } = graph(n, density, n);
      const { walks = 32, pTerm: stop = 0.1, seed = 0, stream = 0, mode = "iid" } = options;
      const f = mode === "reinforced" ? (options.f ?? ((count: number) => 1 / (1 + 0.1 * count))) : undefined;
      const pairs = mode === "antithetic";
      const plan = { walks, stop, stream, pairs, key: keyOf(BigInt(seed)), ...(f ? { f } : {}) };
      const got = randomWalks(lw.csr({ ...input, type }), options);
      compare(
        got,
        rows.map((_, node) => row(rows, node, plan)),
        type,
      );
    }),
  );

  test("chosen rows, in any order and repeated, walk as they do among all", () =>
    lw.scope(() => {
      const U = lw.csr({ ...graph(30, 0.3, 5).input, type });
      for (const mode of ["iid", "antithetic", "reinforced"] as const) {
        const all = randomWalks(U, { mode, seed: 4 });
        const nodes = [7, 0, 29, 7];
        const some = randomWalks(U, { mode, seed: 4, nodes });
        nodes.forEach((node, i) => {
          const [from, to] = [all.indptr[node], all.indptr[node + 1]];
          equal(some.indices.slice(some.indptr[i], some.indptr[i + 1]), all.indices.slice(from, to));
          equal(some.values.slice(some.indptr[i], some.indptr[i + 1]), all.values.slice(from, to));
        });
        expect(randomWalks(U, { mode, nodes: [] }).rows).toBe(0);
      }
    }));

  test("more places than are stored at a time come in parts, whole", () =>
    lw.scope(() => {
      // A ring: each walk of 1/pTerm steps visits about as many places. 2^18 are stored at a time.
      const n = 1500;
      const U = lw.csr({
        rows: n,
        cols: n,
        indptr: Array.from({ length: n + 1 }, (_, i) => i),
        indices: Array.from({ length: n }, (_, i) => (i + 1) % n),
        values: new Array(n).fill(0.995),
        type,
      });
      const got = randomWalks(U, { walks: 2, pTerm: 0.005 });
      expect(got.nnz).toBeGreaterThan(2 ** 18);
      const rows: Rows = Array.from({ length: n }, (_, i) => [
        [(i + 1) % n, type === "f32" ? Math.fround(0.995) : 0.995],
      ]);
      for (const node of [0, n >> 1, n - 1]) {
        const want = row(rows, node, { walks: 2, stop: 0.005, key: keyOf(0n) });
        const [from, to] = [got.indptr[node], got.indptr[node + 1]];
        equal(got.indices.slice(from, to), [...want.keys()]);
        within(got.values.slice(from, to), [...want.values()], type, 2000, [...want.values()]);
      }
    }));

  test.each(["iid", "antithetic", "reinforced"] as const)(
    "%s: the mean is row i of (I - U)^-1, within five standard errors",
    (mode) =>
      lw.scope(() => {
        const n = 6;
        const next = words(3);
        const dense = Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 0 : (next() % 100) / 100 / n));
        const U = lw.sparsify(lw.matrix(n, n, dense, { type }));
        // The inverse by the sum of powers.
        const inverse = new Array<number>(n * n).fill(0);
        let power: number[] = inverse.map((_, e) => (e % (n + 1) === 0 ? 1 : 0));
        for (let k = 0; k < 200; k++) {
          for (const [e, v] of power.entries()) inverse[e]! += v;
          const before = power;
          power = power.map((_, e) => {
            let sum = 0;
            for (let p = 0; p < n; p++) sum += before[Math.floor(e / n) * n + p]! * dense[p * n + (e % n)]!;
            return sum;
          });
        }
        const runs = 300;
        const [sums, squares] = [new Array<number>(n * n).fill(0), new Array<number>(n * n).fill(0)];
        for (let seed = 0; seed < runs; seed++)
          lw.scope(() => {
            randomWalks(U, { walks: 8, seed, mode })
              .toDense()
              .data.forEach((v, e) => {
                sums[e]! += v;
                squares[e]! += v * v;
              });
          });
        for (let e = 0; e < n * n; e++) {
          const mean = sums[e]! / runs;
          const error = Math.sqrt((squares[e]! / runs - mean * mean) / runs);
          expect(Math.abs(mean - inverse[e]!) / error).toBeLessThan(5);
        }
      }),
  );

  test("streams and seeds differ", () =>
    lw.scope(() => {
      const U = lw.csr({ ...graph(30, 0.4, 6).input, type });
      const drawn = (options: WalkOptions) => Array.from(randomWalks(U, options).values);
      expect(drawn({})).toEqual(drawn({ seed: 0, stream: 0 }));
      expect(drawn({ seed: 1 })).not.toEqual(drawn({}));
      expect(drawn({ stream: 1 })).not.toEqual(drawn({}));
    }));

  test("bad arguments are named", () =>
    lw.scope(() => {
      const U = lw.csr({ rows: 2, cols: 2, indptr: [0, 1, 1], indices: [1], values: [0.5], type });
      for (const pTerm of [0, 1, -1, NaN, 2 ** -21])
        faulty(() => randomWalks(U, { pTerm }), "ArgumentRangeError", "pTerm");
      for (const walks of [0, 1.5]) faulty(() => randomWalks(U, { walks }), "ArgumentRangeError", "walks");
      faulty(() => randomWalks(U, { mode: "other" as never }), "ArgumentRangeError", "mode");
      faulty(() => randomWalks(U, { mode: "reinforced", f: (c) => 3 - c }), "ArgumentRangeError", "f(3)");
      faulty(() => randomWalks(U, { f: 1 as never }), "ArgumentTypeError", "f");
      faulty(() => randomWalks(U, { seed: 0.5 }), "ArgumentRangeError", "seed");
      faulty(() => randomWalks(U, { stream: -1 }), "ArgumentRangeError", "stream");
      faulty(() => randomWalks(U, { nodes: [0, 2] }), "ArgumentRangeError", "nodes[1]");
      const wide = lw.csr({ rows: 1, cols: 2, indptr: [0, 0], indices: [], values: [], type });
      faulty(() => randomWalks(wide), "ShapeError", "U");
    }));
});
