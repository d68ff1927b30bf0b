import { describe, expect, test } from "vitest";
import { DisposedError, type Vector } from "../../src/index.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";

const vector = (n = 4): Vector => lw.vector(n);

describe("scope", () => {
  test("frees what was made inside and gives back what the body returns", () => {
    const before = lw.memory.arrays;
    let inner: Vector | undefined;
    expect(
      lw.scope(() => {
        inner = vector();
        return inner.length;
      }),
    ).toBe(4);
    expect(inner?.disposed).toBe(true);
    expect(lw.memory.arrays).toBe(before);
  });

  test("keeps an array that is returned, alone or inside arrays, records, maps, sets and objects of classes", () => {
    class Holder {
      constructor(readonly held: Vector) {}
    }
    const forms: ((x: Vector) => unknown)[] = [
      (x) => x,
      (x) => [1, [x]],
      (x) => ({ a: { b: x } }),
      (x) => new Map([["x", x]]),
      (x) => new Map([[x, 1]]),
      (x) => new Set([x]),
      (x) => new Holder(x),
    ];
    for (const form of forms) {
      let kept: Vector | undefined;
      let dropped: Vector | undefined;
      lw.scope(() => {
        [kept, dropped] = [vector(), vector()];
        return form(kept);
      });
      expect([kept?.disposed, dropped?.disposed]).toEqual([false, true]);
      kept?.dispose();
    }
  });

  test("a factorisation is kept whole", () => {
    const F = lw.scope(() => lw.cholesky(lw.matrix([[4]])));
    expect(F.L.data[0]).toBe(2);
    F.dispose();
  });

  test("scopes nest: what an inner one returns belongs to the outer one", () => {
    let inner: Vector | undefined;
    const outer = lw.scope(() => {
      inner = lw.scope(() => {
        vector();
        return vector();
      });
      expect(inner.disposed).toBe(false);
      return vector();
    });
    expect([inner?.disposed, outer.disposed]).toEqual([true, false]);
    outer.dispose();
  });

  test("frees everything where the body throws, in every scope on the way", () => {
    const made: Vector[] = [];
    const fault = new Error("body");
    const body = () =>
      lw.scope(() => {
        made.push(vector());
        lw.scope(() => {
          made.push(vector());
          throw fault;
        });
      });
    expect(body).toThrow(fault);
    expect(made.map((x) => x.disposed)).toEqual([true, true]);
    const after = vector();
    expect(after.disposed).toBe(false);
    after.dispose();
  });

  test("leaves arrays made before it alone; disposing inside is harmless", () => {
    const x = vector();
    lw.scope(() => {
      vector().dispose();
      x.data.fill(3);
    });
    expect(Array.from(x.data)).toEqual([3, 3, 3, 3]);
    lw.scope(() => x.dispose());
    expect(x.disposed).toBe(true);
  });

  test("returning what already existed does not hand it to an outer scope", () => {
    const x = vector();
    lw.scope(() => lw.scope(() => x));
    expect(x.disposed).toBe(false);
    x.dispose();
  });

  test("a body that is not a function, or is asynchronous, is named", () => {
    faulty(() => lw.scope(undefined as never), "ArgumentTypeError", "body");
    faulty(() => lw.scope(async () => vector()), "ArgumentTypeError", "body");
  });
});

describe("dispose", () => {
  test("twice is harmless, and the memory is given back once", () => {
    const [x, y] = [vector(), vector()];
    const { arrays, bytes } = lw.memory;
    x.dispose();
    x.dispose();
    expect([lw.memory.arrays, lw.memory.bytes]).toEqual([arrays - 1, bytes - 32]);
    y.dispose();
  });

  test("using disposes at the end of the block, also on a throw", () => {
    let kept: Vector | undefined;
    expect(() => {
      using x = vector();
      kept = x;
      throw new Error("block");
    }).toThrow("block");
    expect(kept?.disposed).toBe(true);
  });

  test("every use of a disposed array throws, as what it was", () => {
    const [x, A] = [vector(2), lw.matrix(2, 2, [2, 0, 0, 2])];
    const [S, Q, I] = [lw.sparsify(A), lw.quantize(A), lw.int8(A)];
    const [b, B] = [vector(2), lw.matrix(2, 2)];
    const F = lw.cholesky(A);
    for (const array of [x, A, S, Q, I, F]) array.dispose();
    const uses: Record<string, (() => unknown)[]> = {
      Vector: [
        () => x.data,
        () => x.toArray(),
        () => x.clone(),
        () => x.dot(b),
        () => b.dot(x),
        () => x.norm(),
        () => x.asum(),
        () => B.matmul(x),
        () => B.apply(x, b),
        () => lw.random(1).normal(x),
        () => lw.random(1).uniform(x),
      ],
      Matrix: [
        () => A.data,
        () => A.toArray(),
        () => A.clone(),
        () => A.transpose(),
        () => A.matmul(b),
        () => A.matmul(B),
        () => B.matmul(A),
        () => A.apply(b, vector(2)),
        () => A.adjoint(b, vector(2)),
        () => lw.cholesky(A),
        () => lw.orthonormalize(A),
        () => lw.sparsify(A),
        () => lw.quantize(A),
        () => lw.solveTriangular(A, b),
        () => F.solve(b),
        () => F.solve(B),
        () => F.solveInto(b),
        () => F.logDet(),
      ],
      CsrMatrix: [
        () => S.indptr,
        () => S.indices,
        () => S.values,
        () => S.toDense(),
        () => S.matmul(b),
        () => S.matmul(B),
        () => S.tmatmul(b),
        () => S.tmatmul(B),
        () => S.apply(b, vector(2)),
        () => S.adjoint(b, vector(2)),
      ],
      Int8Matrix: [() => I.scale, () => I.unpack(), () => I.toDense(), () => I.matmul(b), () => I.apply(b, vector(2))],
      LutMatrix: [() => Q.codes, () => Q.tables, () => Q.toDense(), () => Q.matmul(b), () => Q.apply(b, vector(2))],
    };
    for (const [kind, bodies] of Object.entries(uses))
      for (const body of bodies)
        lw.scope(() => {
          const error = thrown(body);
          expect(error, body.toString()).toBeInstanceOf(DisposedError);
          expect((error as DisposedError).kind).toBe(kind);
          expect(error.message).toContain(kind);
        });
    expect(x.disposed && A.disposed && S.disposed && Q.disposed).toBe(true);
    b.dispose();
    B.dispose();
  });
});
