// Thousands of malformed sparse inputs: each is refused by name, none reaches a kernel or changes a byte of the heap.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsrInput, lanewiseSync } from "../../src/entry/node.ts";
import { identical } from "../compare.ts";
import { sparse, words } from "../data.ts";
import { checkFault, type Fault, thrown } from "../faults.ts";
import { build } from "../instance.ts";

/** An instance of its own, with a known array before and after the place where the next one would lie. */
const lw = lanewiseSync({ build });
const known = Float64Array.from({ length: 257 }, (_, i) => (i % 2 ? -1 : 1) * (i + 0.25));
const [before, hole, after] = [lw.vector(known), lw.vector(600), lw.vector(known)];
hole.dispose();

interface Plain {
  rows: unknown;
  cols: unknown;
  indptr: unknown;
  indices: unknown;
  values: unknown;
  type?: unknown;
}
type Spoiled = [input: Plain, name: Fault, argument: string | RegExp];

/** A well-formed input with at least two rows, two columns and two entries in some row, and a source of choices. */
const wellFormed = fc
  .record({ rows: fc.integer({ min: 2, max: 12 }), cols: fc.integer({ min: 3, max: 12 }), seed: fc.nat(2 ** 30) })
  .map(({ rows, cols, seed }) => {
    const input = sparse(rows, cols, 0.5, seed);
    const next = words(seed + 1);
    return { input, below: (n: number) => next() % n };
  })
  .filter(({ input }) => input.indptr.some((p, i) => i > 0 && p - (input.indptr[i - 1] as number) >= 2));

type Case = { input: ReturnType<typeof sparse>; below: (n: number) => number };
const pick = <V>(below: (n: number) => number, from: readonly V[]): V => from[below(from.length)] as V;
const notIndices = [
  0.5,
  1.5,
  NaN,
  Infinity,
  -Infinity,
  -1,
  -0.5,
  2 ** 32,
  2 ** 53,
  "0",
  "1",
  null,
  undefined,
  true,
  1n,
  [0],
  {},
];
const notArrays = [
  undefined,
  null,
  3,
  "012",
  {},
  { length: 3 },
  new Set([1]),
  new DataView(new ArrayBuffer(8)),
  () => 1,
  true,
];

/** A row with at least two entries: where its entries begin, and how many there are. */
function fullRow({ input, below }: Case): { start: number; length: number } {
  const rows = Array.from({ length: input.rows }, (_, i) => i).filter(
    (i) => (input.indptr[i + 1] as number) - (input.indptr[i] as number) >= 2,
  );
  const i = pick(below, rows);
  return { start: input.indptr[i] as number, length: (input.indptr[i + 1] as number) - (input.indptr[i] as number) };
}

const structure = "SparseStructureError";
const spoil: Record<string, (c: Case) => Spoiled> = {
  "an index beyond the columns": ({ input, below }) => {
    const at = below(input.indices.length);
    return [{ ...input, indices: input.indices.with(at, input.cols + below(1000)) }, structure, /^indices\[\d+\]$/];
  },
  "an index that is no index": ({ input, below }) => {
    const at = below(input.indices.length);
    return [
      { ...input, indices: input.indices.with(at, pick(below, notIndices) as number) },
      structure,
      /^indices\[\d+\]$/,
    ];
  },
  "an index repeated": (c) => {
    const { start, length } = fullRow(c);
    const at = start + 1 + c.below(length - 1);
    const indices = c.input.indices.with(at, c.input.indices[at - 1] as number);
    return [{ ...c.input, indices }, structure, `indices[${at}]`];
  },
  "two indices out of order": (c) => {
    const { start, length } = fullRow(c);
    const at = start + 1 + c.below(length - 1);
    const [p, q] = [c.input.indices[at - 1] as number, c.input.indices[at] as number];
    return [{ ...c.input, indices: c.input.indices.with(at - 1, q).with(at, p) }, structure, /^indices\[\d+\]$/];
  },
  "indptr that decreases": ({ input, below }) => {
    const at = 1 + below(input.rows - 1);
    const indptr = input.indptr.with(at, (input.indptr.at(-1) as number) + 1 + below(5));
    return [{ ...input, indptr }, structure, /^indptr\[\d+\]$/];
  },
  "indptr that falls back": ({ input, below }) => {
    const indptr = input.indptr.slice();
    const at = 1 + below(input.rows - 1);
    indptr[at] = -1 - below(4);
    return [{ ...input, indptr }, structure, `indptr[${at}]`];
  },
  "indptr that does not start at 0": ({ input, below }) => {
    const indptr = input.indptr.with(0, pick(below, [1, -1, 0.5, NaN, "0", null, undefined, true, 2 ** 32]) as number);
    return [{ ...input, indptr }, structure, "indptr[0]"];
  },
  "indptr that does not end at the number of entries": ({ input, below }) => {
    const last = input.indptr.at(-1) as number;
    const indptr = input.indptr.with(
      input.rows,
      pick(below, [last + 1, last - 1, last + 0.5, NaN, `${last}`, null, 2 ** 32 + last]) as number,
    );
    return [{ ...input, indptr }, structure, `indptr[${input.rows}]`];
  },
  "indptr with what is no integer": ({ input, below }) => {
    const at = 1 + below(input.rows - 1);
    const indptr = input.indptr.with(at, pick(below, notIndices) as number);
    return [{ ...input, indptr }, structure, /^indptr\[\d+\]$/];
  },
  "indptr too short or too long": ({ input, below }) => {
    const indptr = below(2) ? input.indptr.slice(1) : [...input.indptr, input.indptr.at(-1) as number];
    return [{ ...input, indptr }, "ShapeError", "indptr"];
  },
  "indices longer or shorter than indptr says": ({ input, below }) => {
    const indices = below(2) ? input.indices.slice(1) : [...input.indices, 0];
    return [{ ...input, indices, values: indices }, structure, `indptr[${input.rows}]`];
  },
  "values of another length": ({ input, below }) => {
    const values = below(2) ? input.values.slice(1) : [...input.values, 1];
    return [{ ...input, values }, "ShapeError", "values"];
  },
  "values that are no numbers": ({ input, below }) => {
    const at = below(input.values.length);
    const values = input.values.with(at, pick(below, ["1", null, undefined, true, 1n, [1], {}]) as never);
    return [{ ...input, values }, "ArgumentTypeError", `values[${at}]`];
  },
  "rows or columns that are no sizes": ({ input, below }) => {
    const key = pick(below, ["rows", "cols"] as const);
    const bad = pick(below, [-1, 0.5, NaN, Infinity, 2 ** 32, "3", null, undefined, true, 3n, [3]]);
    const name = typeof bad === "number" ? "ArgumentRangeError" : "ArgumentTypeError";
    return [{ ...input, [key]: bad }, name, key];
  },
  "other rows than indptr has": ({ input, below }) => [
    { ...input, rows: input.rows + 1 + below(9) },
    "ShapeError",
    "indptr",
  ],
  "fewer columns than an index needs": ({ input, below }) => {
    const cols = below(Math.max(...input.indices) + 1);
    return [{ ...input, cols }, structure, /^indices\[\d+\]$/];
  },
  "no arrays where arrays must be": ({ input, below }) => {
    const key = pick(below, ["indptr", "indices", "values"] as const);
    const bad = pick(below, [...notArrays, new BigInt64Array(3), new BigUint64Array(3)]);
    return [{ ...input, [key]: bad }, "ArgumentTypeError", key];
  },
  "an element type that is none": ({ input, below }) => [
    { ...input, type: pick(below, ["f16", "F32", "i32", "", null, 32, ["f32"]]) },
    "ArgumentRangeError",
    "type",
  ],
  "a detached array": ({ input, below }) => {
    const indptr = Uint32Array.from(input.indptr);
    const indices = Uint32Array.from(input.indices);
    const detached = pick(below, [indptr, indices]);
    structuredClone(detached, { transfer: [detached.buffer] });
    return [{ ...input, indptr, indices, values: indices }, detached === indptr ? "ShapeError" : structure, /^indptr/];
  },
};

const containers = [
  (x: number[]) => x,
  (x: number[]) => Float64Array.from(x),
  (x: number[]) => Int32Array.from(x),
  (x: number[]) => Uint32Array.from(x),
  (x: number[]) => Int16Array.from(x),
];

/** The same input with its indices in such a container, where that holds the same numbers. */
function contained(input: Plain, into: (x: number[]) => ArrayLike<number>): CsrInput {
  const held = (value: unknown) => {
    if (!Array.isArray(value) || !value.every((v) => typeof v === "number")) return value;
    const copy = into(value);
    return value.every((v, i) => Object.is(v, copy[i])) ? copy : value;
  };
  return { ...input, indptr: held(input.indptr), indices: held(input.indices) } as CsrInput;
}

function untouched(): void {
  identical(before.data, known, "the array before");
  identical(after.data, known, "the array after");
}

describe("malformed sparse inputs are refused", () => {
  test.each(Object.entries(spoil))("%s", (_, make) => {
    const { bytes, arrays, reserved } = lw.memory;
    fc.assert(
      fc.property(wellFormed, fc.constantFrom(...containers), (c, into) => {
        const [input, name, argument] = make(c);
        checkFault(
          thrown(() => lw.csr(contained(input, into))),
          name,
          argument,
        );
        expect(lw.memory).toMatchObject({ bytes, arrays, reserved });
      }),
      { numRuns: 300 },
    );
    untouched();
  });

  test("what is no record of options", () => {
    for (const input of [undefined, null, [], "csr", 5, () => 1] as never[])
      checkFault(
        thrown(() => lw.csr(input)),
        "ArgumentTypeError",
        "matrix",
      );
    untouched();
  });

  test("any mixture of bad parts is refused or is a well-formed matrix", () => {
    const { bytes, arrays } = lw.memory;
    const odd = fc.oneof(fc.integer({ min: -1, max: 5 }), fc.double(), fc.constantFrom<unknown>(...notIndices));
    const change = fc.record({ key: fc.constantFrom("indptr", "indices", "values"), at: fc.nat(5), to: odd });
    const any = fc.record({
      rows: fc.nat(3),
      cols: fc.nat(3),
      seed: fc.nat(1000),
      changes: fc.array(change, { maxLength: 3 }),
    });
    let accepted = 0;
    fc.assert(
      fc.property(any, ({ rows, cols, seed, changes }) => {
        const input: Record<string, unknown> = sparse(rows, cols, 0.6, seed);
        for (const { key, at, to } of changes) {
          const list = (input[key] as unknown[]).slice();
          list[at] = to;
          input[key] = list;
        }
        try {
          const A = lw.csr(input as unknown as CsrInput);
          accepted++;
          const { indptr, indices } = A;
          expect([indptr.length, indptr[0], indptr[rows], A.values.length]).toEqual([rows + 1, 0, A.nnz, A.nnz]);
          for (let i = 0; i < rows; i++)
            for (let p = indptr[i] as number, last = -1; p < (indptr[i + 1] as number); last = indices[p++] as number)
              expect((indices[p] as number) > last && (indices[p] as number) < cols).toBe(true);
          A.dispose();
        } catch (error) {
          expect((error as Error).name).toMatch(/^(Argument(Type|Range)|Shape|SparseStructure)Error$/);
        }
        expect([lw.memory.bytes, lw.memory.arrays]).toEqual([bytes, arrays]);
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(100);
    expect(accepted).toBeLessThan(2000);
    untouched();
  });

  test("well-formed ones are taken, and lie where the refused ones would have", () => {
    fc.assert(
      fc.property(wellFormed, fc.constantFrom(...containers), ({ input }, into) => {
        const A = lw.csr(contained(input, into));
        expect([[...A.indptr], [...A.indices], [...A.values]]).toEqual([input.indptr, input.indices, input.values]);
        A.dispose();
      }),
      { numRuns: 300 },
    );
    untouched();
  });
});
