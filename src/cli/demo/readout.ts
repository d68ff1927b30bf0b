/**
 * (a) The readout of 512 random features by two routes: Cholesky of the Gram matrix, and Gram-Schmidt of the features.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import { distance } from "./distance.ts";
import { accuracy, features, regularisedGram, WIDTH } from "./network.ts";
import * as plain from "./plain/cholesky.ts";
import { gramSchmidt } from "./plain/gramSchmidt.ts";
import type { Session, Row } from "./result.ts";
import { CLASSES, type Task } from "./task.ts";
import { compare } from "./timing.ts";

/** Times both routes on the features max(W*X, 0), and scores their readouts. */
export async function readoutRows(session: Session, task: Task, W: Matrix): Promise<Row[]> {
  const { lw } = session;
  using train = features(W, task.train.X);
  using test = features(W, task.test.X);
  const { G, lambda } = regularisedGram(train);
  using gram = G;
  using C = train.matmul(task.targets);
  const reference = Float64Array.from(C.data);

  await session.step("Cholesky");
  const start = gram.toArray();
  const L = start.slice();
  const choleskyTime = await compare(
    () => lw.cholesky(gram).dispose(),
    () => {
      L.set(start);
      plain.cholesky(L, WIDTH);
    },
    session,
  );
  // In f64 only now: a loop timed on f32 alone stays compiled for f32 alone.
  const exact = Float64Array.from(start);
  plain.cholesky(exact, WIDTH);
  plain.solve(exact, reference, WIDTH, CLASSES);
  using factor = lw.cholesky(gram);
  using B = factor.solve(C);
  const byCholesky: Row = {
    name: "Cholesky",
    size: `${WIDTH} x ${WIDTH}, f32`,
    accuracy: accuracy(B, test, task.test.labels),
    error: distance(B.data, reference),
    errorOf: "readout",
    note: "regularised least squares on 512 random features",
    ...choleskyTime,
  };

  await session.step("Gram-Schmidt");
  using A = stacked(session, train, Math.sqrt(lambda));
  const rows = A.cols;
  const transposed = rowsOf(A);
  const V = transposed.slice();
  const R = new Float32Array(rows * rows);
  const gramSchmidtTime = await compare(
    () => {
      const basis = lw.orthonormalize(A);
      basis.Q.dispose();
      basis.R.dispose();
    },
    () => {
      V.set(transposed);
      R.fill(0);
      gramSchmidt(V, R, A.rows, rows);
    },
    session,
  );
  const basis = lw.orthonormalize(A);
  using Q = basis.Q;
  using upper = basis.R;
  using padded = lw.matrix(A.rows, CLASSES, undefined, { type: "f32" });
  padded.data.set(task.targets.data);
  using coordinates = Q.matmul(padded, { transposeA: true });
  using byBasis = lw.solveTriangular(upper, coordinates, { lower: false });
  return [
    byCholesky,
    {
      name: "Gram-Schmidt",
      size: `${A.rows} x ${A.cols}, f32`,
      accuracy: accuracy(byBasis, test, task.test.labels),
      error: distance(byBasis.data, reference),
      errorOf: "readout",
      note: "the same readout from orthonormalised features (classical, twice)",
      ...gramSchmidtTime,
    },
  ];
}

/** [H'; weight*I]: its least squares solution is the regularised one. */
function stacked({ lw }: Session, H: Matrix, weight: number): Matrix {
  using Ht = H.transpose();
  const A = lw.matrix(H.cols + H.rows, H.rows, undefined, { type: H.type });
  const { data } = A;
  data.set(Ht.data);
  for (let i = 0; i < H.rows; i++) data[(H.cols + i) * H.rows + i] = weight;
  return A;
}

function rowsOf(A: Matrix): Float32Array<ArrayBuffer> {
  using At = A.transpose();
  return Float32Array.from(At.data);
}
