// What Kronecker-structured learning and its rivals cannot take is refused by name.
import { expect, test } from "vitest";
import { DisposedError, type Matrix, type Vector } from "../../../src/index.ts";
import { classicSBL, kroneckerOMP, kroSBL, oracleLS } from "../../../src/methods/sparse-recovery/index.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";

test("what cannot be taken", () =>
  lw.scope(() => {
    const y = lw.vector([1, 2, 3, 4]);
    const A = lw.matrix(2, 2, [1, 0.5, 0, 1]);
    type Fault = Parameters<typeof faulty>[1];
    const bad = (fault: Fault, argument: string, b: unknown, factors: unknown, options: object = {}) =>
      faulty(() => kroSBL(b as Vector, factors as Matrix[], options), fault, argument);
    bad("ArgumentTypeError", "y", [1, 2, 3, 4], [A, A]);
    bad("ShapeError", "y", lw.vector([1, 2, 3]), [A, A]);
    bad("ArgumentRangeError", "y[1]", lw.vector([1, NaN, 3, 4]), [A, A]);
    bad("ArgumentTypeError", "factors", y, A);
    bad("ShapeError", "factors", lw.vector([1, 2]), [A]);
    bad("ArgumentTypeError", "factors[1]", y, [A, 2]);
    bad("ArgumentRangeError", "factors[1]", y, [A, lw.matrix(2, 2, [1, 0, 1, 0])]);
    bad("ArgumentRangeError", "factors[0][3]", y, [lw.matrix(2, 2, [1, 0, 1, Infinity]), A]);
    bad("ArgumentTypeError", "y", y, [A, lw.matrix(2, 2, [1, 0, 0, 1], { type: "f32" })]);
    const gone = A.clone();
    gone.dispose();
    expect(() => kroSBL(y, [A, gone])).toThrow(DisposedError);
    bad("ShapeError", "factors[1]", y, [A, lw.matrix(2, 0)]);
    for (const [name, value] of [
      ["noiseVar", 0],
      ["noiseVar", -1],
      ["prune", 1],
      ["prune", -1],
      ["update", "em"],
      ["innerTolerance", -1],
      ["innerIterations", 0],
      ["tolerance", -1],
      ["maxIterations", 0],
    ] as const)
      bad("ArgumentRangeError", name, y, [A, A], { [name]: value });
    bad("ArgumentTypeError", "noiseVar", y, [A, A], { noiseVar: "guess" });
    bad("ArgumentTypeError", "onProgress", y, [A, A], { onProgress: 1 });
    bad("ArgumentTypeError", "coupling", y, [A, A], { coupling: 0.5 });
    bad("ShapeError", "coupling", y, [A, A], { coupling: [0.5] });
    bad("ArgumentRangeError", "coupling[1]", y, [A, A], { coupling: [null, 1] });
    bad("ArgumentRangeError", "coupling[0]", y, [A, A], { coupling: [-0.1, null] });
    faulty(() => classicSBL(y, A), "ShapeError", "y");
    faulty(() => kroneckerOMP(y, [A, A], { atoms: [1, 3] }), "ArgumentRangeError", "atoms[1]");
    faulty(() => kroneckerOMP(y, [A, A], { atoms: [1] }), "ShapeError", "atoms");
    faulty(() => kroneckerOMP(y, [A, A], { residualTol: -1 }), "ArgumentRangeError", "residualTol");
    faulty(() => oracleLS(y, [A, A], [[0]]), "ShapeError", "supports");
    faulty(() => oracleLS(y, [A, A], [[0], [2]]), "ArgumentRangeError", "supports[1][0]");
    faulty(() => oracleLS(y, [A, A], [[0], [1, 1]]), "ArgumentRangeError", "supports[1][1]");
  }));

test("complex numbers that cannot be taken", () =>
  lw.scope(() => {
    const [y, A] = [lw.vector([1, 2, 3, 4]), lw.matrix(2, 2, [1, 0.5, 0, 1])];
    const [seen, factor] = [
      { re: y, im: y },
      { re: A, im: A },
    ];
    type Fault = Parameters<typeof faulty>[1];
    const bad = (fault: Fault, argument: string, b: unknown, factors: unknown) =>
      faulty(() => kroSBL(b as Vector, factors as Matrix[]), fault, argument);
    bad("ShapeError", "y.im", { re: y, im: lw.vector(3) }, [factor, factor]);
    bad("ArgumentTypeError", "y.im", { re: y, im: lw.vector(4, { type: "f32" }) }, [factor, factor]);
    bad("ArgumentTypeError", "y.im", { re: y }, [factor, factor]);
    bad("ArgumentTypeError", "y.re", { re: [1, 2, 3, 4], im: y }, [factor, factor]);
    bad("ArgumentRangeError", "y.im[2]", { re: y, im: lw.vector([1, 2, NaN, 4]) }, [factor, factor]);
    bad("ShapeError", "y.re", { re: lw.vector(3), im: lw.vector(3) }, [factor, factor]);
    bad("ArgumentTypeError", "y", y, [A, factor]);
    bad("ShapeError", "factors[1].im", seen, [A, { re: A, im: lw.matrix(2, 3) }]);
    bad("ArgumentTypeError", "factors[0].re", seen, [{ im: A }, A]);
    bad("ArgumentTypeError", "factors[0].re", seen, [{ re: y, im: y }, A]);
    const half = lw.matrix(2, 2, [1, 0, 1, 0]);
    bad("ArgumentRangeError", "factors[0]", seen, [{ re: half, im: half }, A]);
    expect(() => kroSBL(seen, [A, { re: half, im: A }], { maxIterations: 1 })).not.toThrow();
    const gone = y.clone();
    gone.dispose();
    expect(() => kroSBL({ re: y, im: gone }, [A, A])).toThrow(DisposedError);
    faulty(() => classicSBL(seen, factor), "ShapeError", "y.re");
    faulty(() => kroneckerOMP(seen, [factor, A], { atoms: [1, 3] }), "ArgumentRangeError", "atoms[1]");
    faulty(() => oracleLS(seen, [factor, A], [[0], [2]]), "ArgumentRangeError", "supports[1][0]");
  }));
