// The places of optimisation methods where an array is taken.
import { afterAll } from "vitest";
import * as lanewise from "../../src/index.ts";
import type { Lanewise, Real, State } from "../../src/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const two = (from: Lanewise, type: Real) => from.vector([1, 2], { type });
const three = (from: Lanewise, type: Real) => from.vector([1, 2, 3], { type });
const [A, v2, v3, w2, w3] = [
  lw.matrix(3, 2, [1, 2, 3, 4, 5, 7]),
  lw.vector(2),
  lw.vector(3),
  lw.vector(2),
  lw.vector(3),
];
const C = lw.sparsify(A);
afterAll(() => {
  for (const array of [A, C, v2, v3, w2, w3]) array.dispose();
});
const g = lanewise.l1(1);
const free = { anyType: true, anyInstance: true };
const f = lanewise.linearLoss(A, v3);
f.hessian?.(v2); // holds what it needs from here on
afterAll(() => f.dispose());

/** One step of a method, its x given back unless it was given. */
function once(steps: Iterable<State & { readonly x: lanewise.Vector }>, given?: unknown): void {
  const { x } = lanewise.run(steps, { maxIterations: 1 });
  if (x !== given) x.dispose();
}

/** By function and argument. */
export const optimisers: Record<string, Place> = {
  "Matrix.normalResidual g": { argument: "g", make: two, use: (g) => A.normalResidual(g, w3, v2, v3) },
  "Matrix.normalResidual r": { argument: "r", make: three, use: (r) => A.normalResidual(w2, r, v2, v3) },
  "Matrix.normalResidual x": { argument: "x", make: two, use: (x) => A.normalResidual(w2, w3, x, v3) },
  "Matrix.normalResidual b": { argument: "b", make: three, use: (b) => A.normalResidual(w2, w3, v2, b) },
  "CsrMatrix.normalResidual g": { argument: "g", make: two, use: (g) => C.normalResidual(g, w3, v2, v3) },
  "CsrMatrix.normalResidual r": { argument: "r", make: three, use: (r) => C.normalResidual(w2, r, v2, v3) },
  "CsrMatrix.normalResidual x": { argument: "x", make: two, use: (x) => C.normalResidual(w2, w3, x, v3) },
  "CsrMatrix.normalResidual b": { argument: "b", make: three, use: (b) => C.normalResidual(w2, w3, v2, b) },
  linearLoss: { argument: "y", make: three, use: (y) => lanewise.linearLoss(A, y).dispose() },
  "LinearLoss.value": { argument: "x", make: two, use: (x) => f.value(x) },
  "LinearLoss.gradient out": { argument: "out", make: two, use: (out) => f.gradient(out, v2) },
  "LinearLoss.gradient x": { argument: "x", make: two, use: (x) => f.gradient(w2, x) },
  "minimizeComposite x": {
    argument: "x",
    make: two,
    use: (x) => once(lanewise.minimizeComposite(f, g, { x }), x),
  },
  "lbfgs x": { argument: "x", make: two, use: (x) => once(lanewise.lbfgs(f, { x }), x) },
  "newtonCg x": { argument: "x", make: two, use: (x) => once(lanewise.newtonCg(f, { x }), x) },
  "minimizeProjected x": {
    argument: "x",
    make: two,
    use: (x) => once(lanewise.minimizeProjected(f, lanewise.nonNegative(), { x }), x),
  },
  "admm b": { argument: "b", make: three, use: (b) => once(lanewise.admm(A, b, g)) },
  "admm x": { argument: "x", make: two, use: (x) => once(lanewise.admm(A, v3, g, { x }), x) },
  "minimizeSum x": { argument: "x", make: two, use: (x) => once(lanewise.minimizeSum(g, g, { x }), x), ...free },
  "irls b": { argument: "b", make: three, use: (b) => once(lanewise.irls(A, b)) },
  "irls x": { argument: "x", make: two, use: (x) => once(lanewise.irls(A, v3, { x }), x) },
  "proximalGradient b": {
    argument: "b",
    make: three,
    use: (b) => once(lanewise.proximalGradient(A, b, g, 0.01)),
  },
  "proximalGradient x": {
    argument: "x",
    make: two,
    use: (x) => once(lanewise.proximalGradient(A, v3, g, 0.01, { x }), x),
  },
};
