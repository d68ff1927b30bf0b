// The places of SQUEAK where an array is taken.
import { afterAll } from "vitest";
import type { Lanewise, Real } from "../../src/index.ts";
import { dictionaryLeaves, disqueak, nystrom, Squeak, squeak } from "../../src/methods/kernel-methods/index.ts";
import { lw } from "../instance.ts";
import type { Place } from "./places.ts";

const tall = (from: Lanewise, type: Real) => from.matrix(3, 2, [1, 2, 3, 4, 5, 7], { type });
const three = (from: Lanewise, type: Real) => from.vector([1, 2, 3], { type });
const free = { anyType: true, anyInstance: true };
const options = { gamma: 0.1, qbar: 20 };

const [X, y] = [tall(lw, "f64"), three(lw, "f64")];
const model = nystrom(lw, squeak(X, options));
afterAll(() => {
  for (const held of [X, y, model]) held.dispose();
});

/** By function and argument. */
export const squeakPlaces: Record<string, Place> = {
  squeak: { argument: "X", make: tall, use: (A) => void squeak(A, options), ...free },
  disqueak: { argument: "X", make: tall, use: (A) => void disqueak(A, options), ...free },
  dictionaryLeaves: { argument: "X", make: tall, use: (A) => void dictionaryLeaves(A, options), ...free },
  "Squeak.push": { argument: "X", make: tall, use: (A) => new Squeak(lw, 2, options).push(A), ...free },
  "Nystrom.features": { argument: "X", make: tall, use: (Z) => model.features(Z).dispose() },
  "Nystrom.krr X": { argument: "X", make: tall, use: (A) => model.krr(A, y, 1).dispose() },
  "Nystrom.krr y": { argument: "y", make: three, use: (b) => model.krr(X, b, 1).dispose() },
  "NystromRidge.predict": {
    argument: "X",
    make: tall,
    use: (Z) =>
      lw.scope(() => {
        model.krr(X, y, 1).predict(Z);
      }),
  },
};
