/**
 * What a loaded instance offers: makers of arrays, and the factorisations by name.
 * @module
 */
import type { BlockChoice, BlockShape } from "./arrays/blocks.ts";
import { type BsrInput, BsrMatrix, bsr } from "./arrays/bsr.ts";
import { decodeFloats, type EncodeOptions, encodePlain } from "./arrays/casts.ts";
import { ColumnMatrix } from "./arrays/columns.ts";
import { type CooInput, coo } from "./arrays/coo.ts";
import { type CscInput, type CscMatrix, csc } from "./arrays/csc.ts";
import { type CsrInput, CsrMatrix, csr, type SampledOptions } from "./arrays/csr.ts";
import { matrix, type TypeOption, vector } from "./arrays/dense.ts";
import { type FanInInput, FanInMatrix, fanin } from "./arrays/fanin.ts";
import { type Fft, type FftOptions, fft } from "./arrays/fft.ts";
import { type FormatOptions, quantizeTo } from "./arrays/formats.ts";
import { Int8Matrix, type Int8Options, type Int8Parts, int8 } from "./arrays/int8.ts";
import { LutMatrix, lut } from "./arrays/lut.ts";
import { LutColumns } from "./arrays/lutColumns.ts";
import type { LutParts } from "./arrays/lutParts.ts";
import { Matrix } from "./arrays/matrix.ts";
import { NMMatrix, type NMOptions } from "./arrays/nm.ts";
import { type Random, random } from "./arrays/random.ts";
import { type SparseMlp, sparseMlp } from "./arrays/sparseMlp.ts";
import { Vector } from "./arrays/vector.ts";
import { checkOptions, describe } from "./core/check.ts";
import { ArgumentTypeError } from "./core/errors.ts";
import type { Numbers } from "./core/types.ts";
import type { Engine } from "./kernels/engine.ts";
import type { FloatCodes, FloatFormat } from "./kernels/cast.ts";
import { type Triangle, trsm, trsv } from "./kernels/dense.ts";
import { Instance } from "./kernels/instance.ts";
import { checkMatrix, checkVector, filled, Storage } from "./kernels/storage.ts";
import { type Cholesky, cholesky } from "./linalg/cholesky.ts";
import { type Eigh, type EighOptions, eigh } from "./linalg/eigh.ts";
import { type SparseCholesky, type SparseCholeskyOptions, sparseCholesky } from "./linalg/sparseCholesky.ts";
import { type Orthonormal, type OrthonormalizeOptions, orthonormalize } from "./linalg/orthonormalize.ts";
import { type LDL, ldl } from "./linalg/ldl.ts";
import { type LU, lu } from "./linalg/lu.ts";
import { type QR, type QROptions, qr } from "./linalg/qr.ts";
import { type Eig, type EigOptions, eig } from "./linalg/eig.ts";
import { type Svd, type SvdOptions, svd } from "./linalg/svd.ts";

/** One loaded instance with makers of all arrays: its own heap, one build. Arrays of one instance do not mix with those of another. */
export class Lanewise extends Instance {
  /** A vector: a copy of `data`, or zeros if a length is given. */
  vector(data: number | Numbers, options?: TypeOption): Vector {
    return vector(this, data, options);
  }

  /** A rows x cols matrix: a copy of `data` in row-major order, or zeros. */
  matrix(rows: number, cols: number, data?: Numbers, options?: TypeOption): Matrix;
  /** A matrix: a copy of an array of rows of equal length. */
  matrix(rows: ArrayLike<Numbers>, options?: TypeOption): Matrix;
  matrix(...shape: unknown[]): Matrix {
    return (matrix as (...all: unknown[]) => Matrix)(this, ...shape);
  }

  /** A sparse matrix: a checked copy of compressed sparse rows. @throws SparseStructureError */
  csr(input: CsrInput): CsrMatrix {
    return csr(this, input);
  }

  /** A sparse matrix: a checked copy of compressed sparse columns. @throws SparseStructureError */
  csc(input: CscInput): CscMatrix {
    return csc(this, input);
  }

  /** A sparse matrix from entries in any order; those of one place are summed. @throws SparseStructureError */
  coo(input: CooInput): CsrMatrix {
    return coo(this, input);
  }

  /** alpha*A*B' at the places of `mask` alone; with `weighted`, times its values. A: mask.rows x k, B: mask.cols x k. */
  sddmm(mask: CsrMatrix, A: Matrix, B: Matrix, options?: SampledOptions): CsrMatrix {
    return this.#own("mask", mask, CsrMatrix).sddmm(A, B, options);
  }

  /** The entries of a dense matrix with |value| > threshold (default 0), as compressed sparse rows. */
  sparsify(A: Matrix, threshold = 0): CsrMatrix {
    return CsrMatrix.fromDense(this.#own("A", A, Matrix), threshold);
  }

  /** A sparse matrix of dense blocks: a checked copy of compressed rows of blocks. @throws SparseStructureError */
  bsr(input: BsrInput): BsrMatrix {
    return bsr(this, input);
  }

  /** The blocks of a dense matrix that hold an entry with |value| > threshold (default 0), or those of a mask. */
  bsrFromDense(A: Matrix, block: BlockShape, choice?: BlockChoice): BsrMatrix {
    return BsrMatrix.fromDense(this.#own("A", A, Matrix), block, choice);
  }

  /** The blocks in which a sparse matrix has entries. */
  bsrFromCsr(A: CsrMatrix, block: BlockShape): BsrMatrix {
    return BsrMatrix.fromCsr(this.#own("A", A, CsrMatrix), block);
  }

  /** A matrix with the same number of entries in every row: a checked copy. @throws SparseStructureError */
  fanin(input: FanInInput): FanInMatrix {
    return fanin(this, input);
  }

  /** The `fan` largest entries of each row of a dense matrix. */
  faninFromDense(A: Matrix, fan: number): FanInMatrix {
    return FanInMatrix.fromDense(this.#own("A", A, Matrix), fan);
  }

  /** A dense matrix, or one of codes, by columns, for products with vectors most of whose elements do not count. */
  colsparse(A: Matrix): ColumnMatrix;
  colsparse(A: LutMatrix): LutColumns;
  colsparse(A: Matrix | LutMatrix): ColumnMatrix | LutColumns {
    if (A instanceof LutMatrix) return LutColumns.fromLut(this.#own("A", A, LutMatrix));
    return ColumnMatrix.fromDense(this.#own("A", A, Matrix));
  }

  /** The N largest of every M entries of a dense matrix, side by side in a row or in a column. */
  nm(A: Matrix, n: number, m: number, options?: NMOptions): NMMatrix {
    return NMMatrix.fromDense(this.#own("A", A, Matrix), n, m, options);
  }

  /** Whether a dense matrix has at most N entries that are not zero among every M. */
  isNM(A: Matrix, n: number, m: number, options?: NMOptions): boolean {
    return NMMatrix.fits(this.#own("A", A, Matrix), n, m, options);
  }

  /** down(f(gate(x)) * up(x)), or down(f(up(x))) without a gate, for each row x of X: as many rows of down.rows numbers. */
  sparseMlp(X: Matrix, layers: SparseMlp): Matrix {
    return sparseMlp(this.#own("X", X, Matrix), layers);
  }

  /** Codes of 2, 3 or 4 (default) bits into a table a row, fitted to W; or codes of a fixed number format, such as "nf4". */
  quantize(W: Matrix, options: { iterations?: number; bits?: 2 | 3 | 4 } | FormatOptions = {}): LutMatrix {
    checkOptions("options", options);
    if ("format" in options) return quantizeTo(this.#own("W", W, Matrix), options);
    return LutMatrix.quantize(this.#own("W", W, Matrix), options.iterations, options.bits);
  }

  /** A matrix of codes into tables: a checked copy of its parts. */
  lut(parts: LutParts): LutMatrix {
    return lut(this, parts);
  }

  /** The codes of the floats of 8 or 16 bits that are nearest, ties to even: each number is rounded once, from f64 too. */
  encode<F extends FloatFormat>(numbers: Numbers, format: F, options?: EncodeOptions): FloatCodes[F] {
    return encodePlain(Instance.engineOf(this), numbers, format, options);
  }

  /** The numbers that codes stand for, outside linear memory; `lw.vector(codes, { format })` makes them an array. */
  decode(codes: Uint16Array | Uint8Array, format: FloatFormat): Float32Array<ArrayBuffer> {
    return decodeFloats(Instance.engineOf(this), codes, format) as Float32Array<ArrayBuffer>;
  }

  /** A matrix of whole numbers of 8 bits: W rounded, with a scale (and a zero point) for each group of columns. */
  int8(W: Matrix, options?: Int8Options): Int8Matrix;
  /** The same from its parts: a checked copy. */
  int8(parts: Int8Parts): Int8Matrix;
  int8(source: Matrix | Int8Parts, options?: Int8Options): Int8Matrix {
    if (!(source instanceof Storage)) return int8(this, source);
    return Int8Matrix.quantize(this.#own("W", source, Matrix), options);
  }

  /** A seeded stream of random numbers. */
  random(seed: number | bigint, stream?: number | bigint): Random {
    return random(this, seed, stream);
  }

  /** A plan for Fourier or cosine transforms of n numbers, or of a grid of [rows, cols] complex ones. */
  fft(n: number | readonly [rows: number, cols: number], options?: FftOptions): Fft {
    return fft(this, n, options);
  }

  /** A = L*L'. @throws NotPositiveDefiniteError with the failing pivot */
  cholesky(A: Matrix): Cholesky {
    return cholesky(this.#own("A", A, Matrix));
  }

  /** P*A*P' = L*L' for a sparse A. @throws NotPositiveDefiniteError with the failing pivot */
  sparseCholesky(A: CsrMatrix, options?: SparseCholeskyOptions): SparseCholesky {
    return sparseCholesky(this.#own("A", A, CsrMatrix), options);
  }

  /** P*A = L*U; a singular A is an error only when it is solved with. */
  lu(A: Matrix): LU {
    return lu(this.#own("A", A, Matrix));
  }

  /** P*A*P' = L*D*L' of a symmetric A, definite or not, from its lower triangle. */
  ldl(A: Matrix): LDL {
    return ldl(this.#own("A", A, Matrix));
  }

  /** An orthonormal basis of A's columns. */
  orthonormalize(A: Matrix, options?: OrthonormalizeOptions): Orthonormal {
    return orthonormalize(this.#own("A", A, Matrix), options);
  }

  /** A = V*diag(values)*V' for a symmetric A, of which the lower triangle is read. */
  eigh(A: Matrix, options?: EighOptions): Eigh {
    return eigh(this.#own("A", A, Matrix), options);
  }

  /** A = Q*R, or with pivoting A*P = Q*R, for least squares among others. */
  qr(A: Matrix, options?: QROptions): QR {
    return qr(this.#own("A", A, Matrix), options);
  }

  /** Eigenvalues and eigenvectors of a square matrix that need not be symmetric. */
  eig(A: Matrix, options?: EigOptions): Eig {
    return eig(this.#own("A", A, Matrix), options);
  }

  /** A = U*diag(values)*V', thin. */
  svd(A: Matrix, options?: SvdOptions): Svd {
    return svd(this.#own("A", A, Matrix), options);
  }

  /** op(A)^-1 b or op(A)^-1 B for a triangular A, as a new array. @throws SingularMatrixError */
  solveTriangular(A: Matrix, b: Vector, triangle?: Triangle): Vector;
  solveTriangular(A: Matrix, B: Matrix, triangle?: Triangle): Matrix;
  solveTriangular(A: Matrix, b: Vector | Matrix, triangle: Triangle = {}): Vector | Matrix {
    this.#own("A", A, Matrix);
    checkOptions("triangle", triangle);
    if (!(b instanceof Vector || b instanceof Matrix))
      throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
    checkMatrix("A", A, A, A.rows, A.rows);
    if (b instanceof Vector) checkVector("b", b, A, A.rows);
    else checkMatrix("B", b, A, A.rows, b.cols);
    const x = b.clone();
    return filled(x, () => (x instanceof Vector ? trsv(x, A, triangle) : trsm(x, A, triangle)));
  }

  #own<S extends { engine: Engine }>(name: string, value: unknown, kind: new (...args: never[]) => S): S {
    if (!(value instanceof kind)) throw new ArgumentTypeError(name, `a ${kind.name}`, describe(value));
    if (value.engine !== Instance.engineOf(this))
      throw new ArgumentTypeError(name, "an array of the same instance", "one of another");
    return value;
  }
}
