/**
 * Fourier and cosine transforms by a plan, and the Walsh-Hadamard transform.
 * @module
 */
import { root } from "../core/elementary.ts";
import { ShapeError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import { factors, type Spectrum, type Step, stepOf, type Tables, program } from "./fftplan.ts";
import { checkKin, checkMatrix, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

/** n complex numbers to as many. */
interface ComplexPlan {
  readonly kind: "complex";
  readonly n: number;
  readonly step: Step;
}

/** n real numbers to the first half of their spectrum, floor(n / 2) + 1 complex numbers. `turns`: see assembly/fft/real.ts. */
interface RealPlan {
  readonly kind: "real";
  readonly n: number;
  readonly step: Step;
  readonly turns: number;
}

/** n real numbers to as many. `quarters`: see assembly/fft/dct.ts. */
interface CosinePlan {
  readonly kind: "dct2" | "dct3";
  readonly n: number;
  readonly real: RealPlan;
  readonly quarters: number;
  readonly orthonormal: boolean;
}

/** rows x cols complex numbers to as many. `columns` is undefined where rows has a prime factor above 13. */
interface GridPlan {
  readonly kind: "grid";
  readonly n: number;
  readonly rows: number;
  readonly across: Step;
  readonly down: Step;
  readonly columns: number | undefined;
}

/** What is transformed, and how. */
export type Plan = ComplexPlan | RealPlan | CosinePlan | GridPlan;

/** A plan and its tables. */
export interface PlanRef extends Storage {
  readonly plan: Plan;
}

/** Adds the tables of a plan for n complex numbers. */
export const complexPlan = (tables: Tables, n: number, spectrum: Spectrum): ComplexPlan => ({
  kind: "complex",
  n,
  step: stepOf(tables, n, spectrum),
});

/** Adds the tables of a plan for n real numbers. */
export function realPlan(tables: Tables, n: number, spectrum: Spectrum): RealPlan {
  if (n % 2 === 1) return { kind: "real", n, step: stepOf(tables, n, spectrum), turns: 0 };
  const turns = tables.complex(Math.floor(n / 4) + 1, (k) => {
    const [c, s] = root(k, n);
    return [s, -c];
  });
  return { kind: "real", n, step: stepOf(tables, n / 2, spectrum), turns };
}

/** Adds the tables of a plan for the cosine transform of n real numbers. */
export const cosinePlan = (
  tables: Tables,
  kind: CosinePlan["kind"],
  n: number,
  orthonormal: boolean,
  spectrum: Spectrum,
): CosinePlan => ({
  kind,
  n,
  real: realPlan(tables, n, spectrum),
  quarters: tables.complex(Math.floor(n / 2) + 1, (k) => root(k, 4 * n)),
  orthonormal,
});

/** Adds the tables of a plan for rows x cols complex numbers. */
export const gridPlan = (tables: Tables, rows: number, cols: number, spectrum: Spectrum): GridPlan => ({
  kind: "grid",
  n: rows * cols,
  rows,
  across: stepOf(tables, cols, spectrum),
  down: stepOf(tables, rows, spectrum),
  columns: factors(rows) ? program(tables, rows, false) : undefined,
});

/** Elements of what a plan's forward transform takes and gives. */
export function lengthsOf(plan: Plan): [from: number, to: number] {
  if (plan.kind === "real") return [plan.n, 2 * (Math.floor(plan.n / 2) + 1)];
  return plan.kind === "complex" || plan.kind === "grid" ? [2 * plan.n, 2 * plan.n] : [plan.n, plan.n];
}

/** out = the transform of x or of each of its rows, forward or inverse. out may be x where the lengths are equal. */
export function transform(ref: PlanRef, out: Storage, x: Storage, inverse: boolean): void {
  const { plan } = ref;
  const lengths = lengthsOf(plan);
  const [from, to] = inverse ? [lengths[1], lengths[0]] : lengths;
  const count = countOf("x", x, ref, from);
  const rows = countOf("out", out, ref, to);
  if (rows !== count) throw new ShapeError("out", `${count} rows`, `${rows}`);
  const size = sizeOf[ref.type];
  const work = ref.engine.memory.workspace(size * scratch(ref, plan));
  const [o, a] = [out.ptr, x.ptr];
  if (plan.kind === "complex") complex(ref, plan.step, o, a, count, inverse, work);
  else if (plan.kind === "real") real(ref, plan, o, a, count, inverse, work);
  else if (plan.kind === "grid") grid(ref, plan, o, a, inverse, work);
  else for (let i = 0; i < count; i++) cosine(ref, plan, o + i * to * size, a + i * from * size, inverse, work);
}

/** Rows of `length` elements in x; a vector is one, and so is a matrix of the shape of a grid. */
function countOf(name: string, x: Storage, ref: PlanRef, length: number): number {
  checkKin(name, x, ref);
  const { plan } = ref;
  const { rows } = x as MatrixRef;
  if (rows === undefined) checkVector(name, x, ref, length);
  else if (plan.kind === "grid") checkMatrix(name, x, ref, plan.rows, 2 * plan.across.n);
  else checkMatrix(name, x, ref, rows, length);
  return rows === undefined || plan.kind === "grid" ? 1 : rows;
}

const table = (x: Storage) => x.engine.kernels[x.type];

/** Elements of workspace. */
function scratch(ref: Storage, plan: Plan): number {
  if (plan.kind === "complex") return stepWork(ref, plan.step);
  if (plan.kind === "real") return stepWork(ref, plan.step) + (plan.n % 2 ? 2 * plan.n : 0);
  if (plan.kind === "grid") {
    const column = table(ref).fft_columnswork(plan.columns === undefined ? 0 : plan.rows);
    return Math.max(stepWork(ref, plan.across), column, 2 * plan.rows + stepWork(ref, plan.down));
  }
  return 2 * plan.n + 2 + scratch(ref, plan.real);
}

const stepWork = (ref: Storage, step: Step): number =>
  step.kind === "rows" ? table(ref).fft_rowswork(step.n) : 2 * step.inner.n + table(ref).fft_rowswork(step.inner.n);

function complex(
  ref: Storage,
  step: Step,
  out: number,
  x: number,
  count: number,
  inverse: boolean,
  work: number,
): void {
  const kernels = table(ref);
  const { ptr, type } = ref;
  const sign = inverse ? -1 : 1;
  const scale = inverse ? 1 / step.n : 1;
  if (step.kind === "rows") {
    kernels.fft_rows(out, x, step.n, count, ptr + step.program, sign, scale, sign * scale, work);
    return;
  }
  const { n, inner } = step;
  const [m, chirp, program] = [inner.n, ptr + step.chirp, ptr + inner.program];
  const rest = work + 2 * m * sizeOf[type];
  const row = 2 * n * sizeOf[type];
  for (let at = 0; at < count * row; at += row) {
    kernels.fft_chirp(work, x + at, chirp, n, m, sign, 1, 1);
    kernels.fft_rows(work, work, m, 1, program, 1, 1, 1, rest);
    kernels.fft_chirp(work, work, ptr + step.filter, m, m, 1, 1, -1);
    kernels.fft_rows(work, work, m, 1, program, 1, 1, -1, rest);
    kernels.fft_chirp(out + at, work, chirp, n, n, 1, scale, sign * scale);
  }
}

function real(
  ref: Storage,
  plan: RealPlan,
  out: number,
  x: number,
  count: number,
  inverse: boolean,
  work: number,
): void {
  const kernels = table(ref);
  const { n, step } = plan;
  const turns = ref.ptr + plan.turns;
  if (n % 2 === 0) {
    if (inverse) kernels.fft_halves(out, x, turns, n / 2, count);
    complex(ref, step, out, inverse ? out : x, count, inverse, work);
    if (!inverse) kernels.fft_spectrum(out, out, turns, n / 2, count);
    return;
  }
  const size = sizeOf[ref.type];
  const rest = work + 2 * n * size;
  for (let i = 0; i < count; i++) {
    const [short, long] = [i * n * size, i * (n + 1) * size];
    if (inverse) kernels.fft_mirror(work, x + long, n);
    else kernels.fft_widen(work, x + short, n);
    complex(ref, step, work, work, 1, inverse, rest);
    if (inverse) kernels.fft_narrow(out + short, work, n);
    else
      new Uint8Array(ref.engine.memory.wasm.buffer)
        .copyWithin(out + long, work, work + (n + 1) * size)
        .fill(0, out + long + size, out + long + 2 * size);
  }
}

function cosine(ref: Storage, plan: CosinePlan, out: number, x: number, inverse: boolean, work: number): void {
  const kernels = table(ref);
  const { n, orthonormal, kind } = plan;
  const quarters = ref.ptr + plan.quarters;
  const v = work + n * sizeOf[ref.type];
  const rest = v + (n + 2) * sizeOf[ref.type];
  if ((kind === "dct2") !== inverse) {
    const plain = inverse ? 1 / n : 2;
    const [first, others] = orthonormal ? [Math.sqrt(1 / n), Math.sqrt(2 / n)] : [plain, plain];
    kernels.fft_order(work, x, n);
    real(ref, plan.real, v, work, 1, false, rest);
    kernels.fft_cosines(out, v, quarters, n, first, others);
  } else {
    const plain = inverse ? 1 / 2 : n;
    const [first, others] = orthonormal ? [Math.sqrt(n), Math.sqrt(n / 2)] : [plain, plain];
    kernels.fft_angles(v, x, quarters, n, first, others);
    real(ref, plan.real, work, v, 1, true, rest);
    kernels.fft_disorder(out, work, n);
  }
}

function grid(ref: Storage, plan: GridPlan, out: number, x: number, inverse: boolean, work: number): void {
  const { rows, across, down, columns } = plan;
  const cols = across.n;
  const size = sizeOf[ref.type];
  complex(ref, across, out, x, rows, inverse, work);
  if (columns !== undefined) {
    const sign = inverse ? -1 : 1;
    const scale = inverse ? 1 / rows : 1;
    table(ref).fft_columns(out, out, rows, cols, ref.ptr + columns, sign, scale, sign * scale, work);
    return;
  }
  // Rare enough to move each column by words.
  const words = size / 2;
  const at = new Uint32Array(ref.engine.memory.wasm.buffer as ArrayBuffer);
  const [from, to] = [work / 4, out / 4];
  for (let c = 0; c < cols; c++) {
    for (let i = 0; i < rows; i++)
      at.copyWithin(from + i * words, to + (i * cols + c) * words, to + (i * cols + c + 1) * words);
    complex(ref, down, work, work, 1, inverse, work + 2 * rows * size);
    for (let i = 0; i < rows; i++) at.copyWithin(to + (i * cols + c) * words, from + i * words, from + (i + 1) * words);
  }
}

/** x = scale*H*x for a vector or for each row of a matrix, n elements each; n is a power of two. */
export function hadamard(x: Storage, n: number, count: number, scale: number): void {
  table(x).fft_hadamard(x.ptr, n, count, scale);
}

/** out = x*y, or x times the conjugate of y, for interleaved complex numbers; out may be x. */
export function complexProduct(out: VectorRef, x: VectorRef, y: VectorRef, conjugate = false): void {
  checkVector("x", x, out, out.length);
  checkVector("y", y, out, out.length);
  const n = out.length / 2;
  const sign = conjugate ? -1 : 1;
  table(out).fft_chirp(out.ptr, x.ptr, y.ptr, n, n, sign, 1, sign);
}
