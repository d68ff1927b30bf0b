// Every place where an array is taken, given an array of another instance, another type, a disposed one, and what is no array.
import { describe, expect, test } from "vitest";
import * as lanewise from "../../src/index.ts";
import { DisposedError } from "../../src/index.ts";
import { checkFault, thrown } from "../faults.ts";
import { instance, lw } from "../instance.ts";
import { places } from "./places.ts";

/** Another instance of the same build. */
const other = instance();
const junk = [undefined, null, 5, "x", true, {}, [1, 2], new Float64Array(2), () => 1, Symbol("s"), 3n];

describe.each(Object.entries(places))("%s", (_, { argument, make, use, anyType, anyInstance, ofType }) => {
  test("takes the right array and leaves nothing behind", () => {
    const right = make(lw, "f64");
    use(right as never);
    right.dispose();
  });

  test("refuses one of another instance", () => {
    const foreign = make(other, "f64");
    if (anyInstance) use(foreign as never);
    else
      checkFault(
        thrown(() => use(foreign as never)),
        "ArgumentTypeError",
        argument,
      );
    foreign.dispose();
  });

  test("refuses one of another element type", () => {
    const narrow = make(lw, "f32");
    if (anyType) use(narrow as never);
    else
      checkFault(
        thrown(() => use(narrow as never)),
        "ArgumentTypeError",
        ofType ?? argument,
      );
    narrow.dispose();
  });

  test("refuses a disposed one", () => {
    const gone = make(lw, "f64");
    gone.dispose();
    expect(thrown(() => use(gone as never))).toBeInstanceOf(DisposedError);
  });

  test("refuses what is no array", () => {
    // Where an argument may be left out, or be a length, that is no fault.
    const optional = (value: unknown) =>
      (value === undefined &&
        /^((proximalGradient|minimize[A-Z]\w+|lbfgs|newtonCg|admm|irls|bicgstab|cg|f?gmres|lsmr|lsqr|minres) x|(leastSquares|leastAbsoluteDeviations|lossOmp) weights|(lasso|groupLasso) start|(lasso|groupLasso|ridge|logisticL1|poissonL1|kernelRidge) sampleWeight|(c|blockC)oordinateDescent (weights|x)|kMeans init|(pairwiseDistances|gram) (Y|out)|nearestNeighbors Q|[\w.]+ metric)$/.test(
          _,
        )) ||
      ((_.startsWith("Random.") || _ === "gaussianProcess alpha") && value === 5);
    for (const value of junk)
      if (!optional(value))
        checkFault(
          thrown(() => use(value as never)),
          "ArgumentTypeError",
          /^[a-zA-Z]+$/,
        );
  });
});

test("no public method that takes an array is missing above", () => {
  // Members without an array among their arguments.
  const plain =
    /^(constructor|engineOf|encode|decode|lut|fromParts|pack|unpack|from|fromRows|zeros|blocks|toCsr|toCsc|slice|diagonal|bsr|fanin|fft|csc|coo|toArray|clone|transpose|toDense|dispose|norm|asum|logDet|condition|coefficients|toMatrix|det|inertia|inverse|D|L|Q|U|map|rank|remove|pinv|scope|vector|matrix|csr|random|integers|permutation|words|binomial|alias|advance)$/;
  const covered = new Set(Object.keys(places).map((place) => place.split(" ")[0]));
  const members = Object.entries(lanewise).flatMap(([name, value]) => {
    if (typeof value !== "function" || !/^class /.test(String(value)) || value.prototype instanceof Error) return [];
    const methods = (of: object) =>
      Object.entries(Object.getOwnPropertyDescriptors(of)).filter(([, d]) => typeof d.value === "function");
    return [...methods(value), ...methods(value.prototype)].map(([method]) => `${name}.${method}`);
  });
  expect(members).toContain("Matrix.matmul");
  // Their vector is plain, places and numbers, or there is none; or they take a function.
  const sparse = /^(NMMatrix\.quantize|UpdatableCholesky\.(update|downdate)|SparseCholesky\.updatable)$/;
  expect(
    members.filter(
      (member) => !sparse.test(member) && !plain.test(member.split(".")[1] as string) && !covered.has(member),
    ),
  ).toEqual([]);
});
