// Every place of the public surface where an array is taken.
import { afterAll } from "vitest";
import type { Real } from "../../src/core/types.ts";
import * as lanewise from "../../src/index.ts";
import {
  BsrMatrix,
  CsrMatrix,
  FanInMatrix,
  Int8Matrix,
  type Lanewise,
  LutMatrix,
  type Matrix,
  NMMatrix,
  type Vector,
} from "../../src/index.ts";
import { lw } from "../instance.ts";
import { factors } from "./factors.ts";
import { optimisers } from "./optimisers.ts";
import { graphPlaces } from "./graphs.ts";
import { krylov } from "./krylov.ts";
import { models } from "./models.ts";
import { points } from "./points.ts";
import { ortho } from "./ortho.ts";
import { penalties } from "./penalties.ts";
import { randomFeatures } from "./randomFeatures.ts";
import { sparseFactors } from "./sparseFactors.ts";
import { kernelMethods } from "./kernelMethods.ts";
import { sparseRecovery } from "./sparseRecovery.ts";
import { spectra } from "./spectra.ts";
import { squeakPlaces } from "./squeak.ts";

type Maker = (from: Lanewise, type: Real) => Vector | Matrix | CsrMatrix | lanewise.CscMatrix | lanewise.LutMatrix;
/** One argument of one method. */
export interface Place {
  /** What the error calls the argument. */
  argument: string;
  /** Makes what would be right there. */
  make: Maker;
  /** Uses it. */
  use(array: never): unknown;
  /** Any element type is taken. */
  anyType?: boolean;
  /** Any instance is taken: the function belongs to none. */
  anyInstance?: boolean;
  /** The error is about this argument instead where the element type differs. */
  ofType?: string;
}

const two: Maker = (from, type) => from.vector([1, 2], { type });
const three: Maker = (from, type) => from.vector([1, 2, 3], { type });
const square: Maker = (from, type) => from.matrix(2, 2, [2, 1, 1, 2], { type });
const sparseOf =
  (of: Maker): Maker =>
  (from, type) =>
    from.scope(() => from.sparsify(of(from, type) as Matrix));
const tall: Maker = (from, type) => from.matrix(3, 2, [1, 2, 3, 4, 5, 7], { type });
const coded: Maker = (from, type) => from.scope(() => from.quantize(tall(from, type) as Matrix, { format: "nf4" }));
const free = { anyType: true, anyInstance: true };

const [A, S, v2, v3, w2, w3] = [
  lw.matrix(3, 2, [1, 2, 3, 4, 5, 7]),
  lw.matrix(2, 2, [2, 1, 1, 2]),
  lw.vector(2),
  lw.vector(3),
  lw.vector(2),
  lw.vector(3),
];
const C = lw.sparsify(A);
const B = lw.bsrFromDense(A, [2, 2]);
const Q = lw.quantize(A);
const W8 = lw.int8(A);
const F = lw.cholesky(S);
const M = lw.matrix(2, 3);
const N = lw.bsrFromDense(M, 2);
const D = C.toCsc();
const I = lw.faninFromDense(A, 1);
const H = lw.nm(A, 1, 2);
const HQ = H.quantize((K) => lw.quantize(K));
const QC = lw.scope(() => lw.colsparse(lw.quantize(A, { format: "nf4" })));
const plan = lw.fft(1);
const Z = lw.colsparse(A);
const T = lanewise.circulant(v2);
afterAll(() => {
  for (const array of [A, S, v2, v3, w2, w3, B, C, D, H, HQ, I, N, Q, QC, W8, F, M, T, Z, plan]) array.dispose();
});
const g = lanewise.l1(1);
const linear = new lanewise.Linear(S);
const relu = new lanewise.ActivationLayer("relu");
const gradients = ({ x, weight, bias }: lanewise.LinearGradients) => [x, weight, bias].forEach(dispose);
const dispose = (made: { dispose(): void }) => made.dispose();

/** By method and, where it takes several, argument. */
export const places: Record<string, Place> = {
  "Vector.dot": { argument: "y", make: two, use: (y) => v2.dot(y) },
  "Matrix.matmul b": { argument: "x", make: two, use: (b: Vector) => dispose(A.matmul(b)) },
  "Matrix.matmul B": { argument: "B", make: square, use: (B: Matrix) => dispose(A.matmul(B)) },
  "Matrix.apply out": { argument: "out", make: three, use: (out) => A.apply(out, v2) },
  "Matrix.apply x": { argument: "x", make: two, use: (x) => A.apply(v3, x) },
  "Matrix.adjoint out": { argument: "out", make: two, use: (out) => A.adjoint(out, v3) },
  "Matrix.adjoint y": { argument: "x", make: three, use: (y) => A.adjoint(v2, y) },
  "Matrix.matmulBatch": { argument: "B", make: square, use: (B) => dispose(A.matmulBatch(B, 1)) },
  "Matrix.addOuter x": { argument: "x", make: three, use: (x) => A.addOuter(x, v2) },
  "Matrix.addOuter y": { argument: "y", make: two, use: (y) => A.addOuter(v3, y) },
  "Linear.forward": { argument: "x", make: tall, use: (x) => dispose(linear.forward(x)) },
  "Linear.backward x": { argument: "x", make: tall, use: (x) => gradients(linear.backward(x, A)) },
  "Linear.backward dy": { argument: "dy", make: tall, use: (dy) => gradients(linear.backward(A, dy)) },
  "ActivationLayer.forward": { argument: "x", make: tall, use: (x) => dispose(relu.forward(x)), ...free },
  "ActivationLayer.backward x": { argument: "x", make: tall, use: (x) => dispose(relu.backward(x, x)), ...free },
  "ActivationLayer.backward dy": { argument: "dy", make: tall, use: (dy) => dispose(relu.backward(A, dy)) },
  "BsrMatrix.fromDense": { argument: "A", make: tall, use: (D) => dispose(BsrMatrix.fromDense(D, 2)), ...free },
  "BsrMatrix.fromCsr": {
    argument: "A",
    make: sparseOf(tall),
    use: (D) => dispose(BsrMatrix.fromCsr(D, 2)),
    ...free,
  },
  "BsrMatrix.matmul x": { argument: "x", make: two, use: (x: Vector) => dispose(B.matmul(x)) },
  "BsrMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(B.matmul(X)) },
  "BsrMatrix.tmatmul x": { argument: "x", make: three, use: (x: Vector) => dispose(B.tmatmul(x)) },
  "BsrMatrix.tmatmul X": { argument: "X", make: tall, use: (X: Matrix) => dispose(B.tmatmul(X)) },
  "BsrMatrix.linear": { argument: "X", make: square, use: (X) => dispose(B.linear(X)) },
  "BsrMatrix.sddmm A": { argument: "A", make: tall, use: (D) => dispose(B.sddmm(D, S)) },
  "BsrMatrix.sddmm B": { argument: "B", make: square, use: (D) => dispose(B.sddmm(A, D)) },
  "BsrMatrix.apply out": { argument: "out", make: three, use: (out) => B.apply(out, v2) },
  "BsrMatrix.apply x": { argument: "x", make: two, use: (x) => B.apply(v3, x) },
  "BsrMatrix.adjoint out": { argument: "out", make: two, use: (out) => B.adjoint(out, v3) },
  "BsrMatrix.adjoint x": { argument: "x", make: three, use: (x) => B.adjoint(v2, x) },
  "CsrMatrix.fromDense": { argument: "A", make: tall, use: (D) => dispose(CsrMatrix.fromDense(D)), ...free },
  "CsrMatrix.matmul x": { argument: "x", make: two, use: (x: Vector) => dispose(C.matmul(x)) },
  "CsrMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(C.matmul(X)) },
  "CsrMatrix.tmatmul x": { argument: "x", make: three, use: (x: Vector) => dispose(C.tmatmul(x)) },
  "CsrMatrix.tmatmul X": { argument: "X", make: tall, use: (X: Matrix) => dispose(C.tmatmul(X)) },
  "CsrMatrix.apply out": { argument: "out", make: three, use: (out) => C.apply(out, v2) },
  "CsrMatrix.apply x": { argument: "x", make: two, use: (x) => C.apply(v3, x) },
  "CsrMatrix.adjoint out": { argument: "out", make: two, use: (out) => C.adjoint(out, v3) },
  "CsrMatrix.adjoint y": { argument: "x", make: three, use: (y) => C.adjoint(v2, y) },
  "CsrMatrix.matmul B": { argument: "B", make: sparseOf(square), use: (X: CsrMatrix) => dispose(C.matmul(X)) },
  "CsrMatrix.add": { argument: "B", make: sparseOf(tall), use: (X) => dispose(C.add(X)) },
  "CsrMatrix.scaleRows": { argument: "s", make: three, use: (s) => dispose(C.scaleRows(s)) },
  "CsrMatrix.scaleCols": { argument: "s", make: two, use: (s) => dispose(C.scaleCols(s)) },
  "CsrMatrix.sddmm A": { argument: "A", make: tall, use: (X) => dispose(C.sddmm(X, S)) },
  "CsrMatrix.sddmm B": { argument: "B", make: square, use: (X) => dispose(C.sddmm(A, X)) },
  "CscMatrix.matmul x": { argument: "x", make: two, use: (x: Vector) => dispose(D.matmul(x)) },
  "CscMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(D.matmul(X)) },
  "CscMatrix.tmatmul x": { argument: "x", make: three, use: (x: Vector) => dispose(D.tmatmul(x)) },
  "CscMatrix.tmatmul X": { argument: "X", make: tall, use: (X: Matrix) => dispose(D.tmatmul(X)) },
  "CscMatrix.apply out": { argument: "out", make: three, use: (out) => D.apply(out, v2) },
  "CscMatrix.apply x": { argument: "x", make: two, use: (x) => D.apply(v3, x) },
  "CscMatrix.adjoint out": { argument: "out", make: two, use: (out) => D.adjoint(out, v3) },
  "CscMatrix.adjoint x": { argument: "x", make: three, use: (x) => D.adjoint(v2, x) },
  "LutMatrix.quantize": { argument: "W", make: tall, use: (W) => dispose(LutMatrix.quantize(W)), ...free },
  "LutMatrix.encode": {
    argument: "W",
    make: tall,
    use: (W) => dispose(LutMatrix.encode(W, Q.tables.slice())),
    ...free,
  },
  "LutMatrix.matmul": { argument: "x", make: two, use: (x: Vector) => dispose(Q.matmul(x)) },
  "LutMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(Q.matmul(X)) },
  "LutMatrix.linear": { argument: "X", make: square, use: (X) => dispose(Q.linear(X)) },
  "LutMatrix.linearInto out": {
    argument: "out",
    make: (from, type) => from.matrix(2, 3, undefined, { type }),
    use: (out) => Q.linearInto(out, S),
  },
  "LutMatrix.linearInto X": { argument: "X", make: square, use: (X) => Q.linearInto(M, X) },
  "LutMatrix.apply out": { argument: "out", make: three, use: (out) => Q.apply(out, v2) },
  "LutMatrix.apply x": { argument: "x", make: two, use: (x) => Q.apply(v3, x) },
  "Int8Matrix.quantize": { argument: "W", make: tall, use: (W) => dispose(Int8Matrix.quantize(W)), ...free },
  "Int8Matrix.matmul": { argument: "x", make: two, use: (x: Vector) => dispose(W8.matmul(x)) },
  "Int8Matrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(W8.matmul(X)) },
  "Int8Matrix.linear": { argument: "X", make: square, use: (X) => dispose(W8.linear(X)) },
  "Int8Matrix.linearInto out": {
    argument: "out",
    make: (from, type) => from.matrix(2, 3, undefined, { type }),
    use: (out) => W8.linearInto(out, S),
  },
  "Int8Matrix.linearInto X": { argument: "X", make: square, use: (X) => W8.linearInto(M, X) },
  "Int8Matrix.apply out": { argument: "out", make: three, use: (out) => W8.apply(out, v2) },
  "Int8Matrix.apply x": { argument: "x", make: two, use: (x) => W8.apply(v3, x) },
  "Cholesky.solve b": { argument: "b", make: two, use: (b: Vector) => dispose(F.solve(b)) },
  "Cholesky.solve B": { argument: "B", make: square, use: (B: Matrix) => dispose(F.solve(B)) },
  "Cholesky.solveInto x": { argument: "x", make: two, use: (x: Vector) => F.solveInto(x) },
  ...optimisers,
  ...ortho,
  ...points,
  ...penalties,
  ...randomFeatures,
  ...sparseRecovery,
  ...kernelMethods,
  ...squeakPlaces,
  ...graphPlaces,
  ...krylov,
  ...sparseFactors,
  ...models,
  ...spectra,
  ...factors,
  "Random.uniform": { argument: "out", make: three, use: (out: Vector) => lw.random(1).uniform(out), anyType: true },
  "Random.normal": { argument: "out", make: three, use: (out: Vector) => lw.random(1).normal(out), anyType: true },
  "Lanewise.sparsify": { argument: "A", make: tall, use: (D) => dispose(lw.sparsify(D)), anyType: true },
  "Lanewise.bsrFromDense": { argument: "A", make: tall, use: (D) => dispose(lw.bsrFromDense(D, 2)), anyType: true },
  "Lanewise.bsrFromCsr": {
    argument: "A",
    make: sparseOf(tall),
    use: (D) => dispose(lw.bsrFromCsr(D, 2)),
    anyType: true,
  },
  "NMMatrix.fromDense": { argument: "A", make: tall, use: (D) => dispose(NMMatrix.fromDense(D, 1, 2)), ...free },
  "NMMatrix.fits": { argument: "A", make: tall, use: (D) => NMMatrix.fits(D, 1, 2), ...free },
  "NMMatrix.matmul x": { argument: "x", make: two, use: (x: Vector) => dispose(H.matmul(x)) },
  "NMMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(H.matmul(X)) },
  "NMMatrix.tmatmul": { argument: "x", make: three, use: (x) => dispose(H.tmatmul(x)) },
  "NMMatrix.linear": { argument: "X", make: square, use: (X) => dispose(H.linear(X)) },
  "NMMatrix.apply out": { argument: "out", make: three, use: (out) => H.apply(out, v2) },
  "NMMatrix.apply x": { argument: "x", make: two, use: (x) => H.apply(v3, x) },
  "NMMatrix.adjoint out": { argument: "out", make: two, use: (out) => H.adjoint(out, v3) },
  "NMMatrix.adjoint x": { argument: "x", make: three, use: (x) => H.adjoint(v2, x) },
  "Lanewise.nm": { argument: "A", make: tall, use: (D) => dispose(lw.nm(D, 1, 2)), anyType: true },
  "Lanewise.isNM": { argument: "A", make: tall, use: (D) => lw.isNM(D, 1, 2), anyType: true },
  "FanInMatrix.fromDense": { argument: "A", make: tall, use: (D) => dispose(FanInMatrix.fromDense(D, 1)), ...free },
  "FanInMatrix.matmul x": { argument: "x", make: two, use: (x: Vector) => dispose(I.matmul(x)) },
  "FanInMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(I.matmul(X)) },
  "FanInMatrix.tmatmul": { argument: "x", make: three, use: (x) => dispose(I.tmatmul(x)) },
  "FanInMatrix.linear": { argument: "X", make: square, use: (X) => dispose(I.linear(X)) },
  "FanInMatrix.apply out": { argument: "out", make: three, use: (out) => I.apply(out, v2) },
  "FanInMatrix.apply x": { argument: "x", make: two, use: (x) => I.apply(v3, x) },
  "FanInMatrix.adjoint out": { argument: "out", make: two, use: (out) => I.adjoint(out, v3) },
  "FanInMatrix.adjoint x": { argument: "x", make: three, use: (x) => I.adjoint(v2, x) },
  "Lanewise.faninFromDense": { argument: "A", make: tall, use: (D) => dispose(lw.faninFromDense(D, 1)), anyType: true },
  "Lanewise.sparseMlp": { argument: "X", make: square, use: (X) => dispose(lw.sparseMlp(X, { up: B, down: N })) },
  "Fft.forward x": { argument: "x", make: two, use: (x: Vector) => dispose(plan.forward(x)) },
  "Fft.forward X": { argument: "x", make: tall, use: (X: Matrix) => dispose(plan.forward(X)) },
  "Fft.inverse": { argument: "x", make: two, use: (x: Vector) => dispose(plan.inverse(x)) },
  "Fft.forwardInto out": { argument: "out", make: two, use: (out: Vector) => plan.forwardInto(out, v2) },
  "Fft.forwardInto x": { argument: "x", make: two, use: (x: Vector) => plan.forwardInto(w2, x) },
  "Fft.inverseInto": { argument: "x", make: two, use: (x: Vector) => plan.inverseInto(w2, x) },
  "Toeplitz.apply out": { argument: "out", make: two, use: (out) => T.apply(out, v2) },
  "Toeplitz.apply x": { argument: "x", make: two, use: (x) => T.apply(w2, x) },
  "Toeplitz.adjoint out": { argument: "out", make: two, use: (out) => T.adjoint(out, v2) },
  "Toeplitz.adjoint x": { argument: "x", make: two, use: (x) => T.adjoint(w2, x) },
  circulant: { argument: "column", make: two, use: (c) => dispose(lanewise.circulant(c)), ...free },
  "toeplitz row": { argument: "row", make: two, use: (row) => dispose(lanewise.toeplitz(v3, row)) },
  "convolve y": { argument: "y", make: two, use: (y) => dispose(lanewise.convolve(v3, y)) },
  "correlate y": { argument: "y", make: two, use: (y) => dispose(lanewise.correlate(v3, y)) },
  encodeFloats: {
    argument: "x",
    make: two,
    use: (x: Vector) => lanewise.encodeFloats(x, "f16"),
    ...free,
  },
  walshHadamard: { argument: "x", make: two, use: (x: Vector) => lanewise.walshHadamard(x), ...free },
  "LutColumns.fromLut": { argument: "A", make: coded, use: (A) => dispose(lanewise.LutColumns.fromLut(A)), ...free },
  "LutColumns.matmul": { argument: "x", make: two, use: (x) => dispose(QC.matmul(x)) },
  "LutColumns.apply out": { argument: "out", make: three, use: (out) => QC.apply(out, v2) },
  "LutColumns.apply x": { argument: "x", make: two, use: (x) => QC.apply(v3, x) },
  "NMLutMatrix.matmul x": { argument: "x", make: two, use: (x: Vector) => dispose(HQ.matmul(x)) },
  "NMLutMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(HQ.matmul(X)) },
  "NMLutMatrix.linear": { argument: "X", make: square, use: (X) => dispose(HQ.linear(X)) },
  "NMLutMatrix.apply out": { argument: "out", make: three, use: (out) => HQ.apply(out, v2) },
  "NMLutMatrix.apply x": { argument: "x", make: two, use: (x) => HQ.apply(v3, x) },
  "ColumnMatrix.fromDense": {
    argument: "A",
    make: tall,
    use: (D) => dispose(lanewise.ColumnMatrix.fromDense(D)),
    ...free,
  },
  "ColumnMatrix.matmul x": { argument: "x", make: two, use: (x: Vector) => dispose(Z.matmul(x)) },
  "ColumnMatrix.matmul X": { argument: "X", make: square, use: (X: Matrix) => dispose(Z.matmul(X)) },
  "ColumnMatrix.tmatmul": { argument: "x", make: three, use: (x) => dispose(Z.tmatmul(x)) },
  "ColumnMatrix.apply out": { argument: "out", make: three, use: (out) => Z.apply(out, v2) },
  "ColumnMatrix.apply x": { argument: "x", make: two, use: (x) => Z.apply(v3, x) },
  "ColumnMatrix.adjoint out": { argument: "out", make: two, use: (out) => Z.adjoint(out, v3) },
  "ColumnMatrix.adjoint x": { argument: "x", make: three, use: (x) => Z.adjoint(v2, x) },
  "Lanewise.colsparse": { argument: "A", make: tall, use: (D) => dispose(lw.colsparse(D)), anyType: true },
  "Lanewise.sddmm mask": {
    argument: "mask",
    make: sparseOf(tall),
    use: (X) => dispose(lw.sddmm(X, A, S)),
    ofType: "A",
  },
  "Lanewise.int8": { argument: "W", make: tall, use: (W: Matrix) => dispose(lw.int8(W)), anyType: true },
  "Lanewise.quantize": { argument: "W", make: tall, use: (W) => dispose(lw.quantize(W)), anyType: true },
  "Lanewise.cholesky": { argument: "A", make: square, use: (D) => dispose(lw.cholesky(D)), anyType: true },
  "Lanewise.solveTriangular A": {
    argument: "A",
    make: square,
    use: (T) => dispose(lw.solveTriangular(T, v2)),
    ofType: "b",
  },
  "Lanewise.solveTriangular b": { argument: "b", make: two, use: (b: Vector) => dispose(lw.solveTriangular(S, b)) },
  "Lanewise.solveTriangular B": { argument: "B", make: square, use: (B: Matrix) => dispose(lw.solveTriangular(S, B)) },
  dotTest: { argument: "x", make: two, use: (x) => lanewise.dotTest(C, x, v3) },
  "sum.apply": { argument: "x", make: two, use: (x) => lanewise.sum(A, C).apply(v3, x) },
  "product.apply out": { argument: "out", make: three, use: (out) => lanewise.product(A, S).apply(out, v2) },
  "scaled.adjoint": { argument: "x", make: three, use: (y) => lanewise.scaled(A, 2).adjoint(v2, y) },
  "l1.prox x": { argument: "x", make: two, use: (x) => g.prox(v2, x, 1) },
  "l1.prox out": { argument: "x", make: two, use: (out) => g.prox(out, v2, 1) },
  "l1.value": { argument: "x", make: two, use: (x) => g.value(x), ...free },
};
