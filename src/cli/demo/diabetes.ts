/**
 * (d) The lasso on the diabetes table, min_x 1/(2n) ||Z x - y||^2 + lambda ||x||_1 for standardised Z and centred y:
 * scikit-learn's objective, alpha being lambda.
 *
 * Tibshirani, "Regression Shrinkage and Selection via the Lasso", J. R. Stat. Soc. B 58 (1996) 267-288.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import type { Vector } from "../../arrays/vector.ts";
import { run } from "../../core/run.ts";
import { l1 } from "../../prox/l1.ts";
import { powerSquaredNorm } from "../../solvers/power.ts";
import { proximalGradient } from "../../solvers/proximalGradient.ts";
import { standardise } from "./standardise.ts";
import type { Table } from "./table.ts";
import { lasso, objective } from "./plain/lasso.ts";
import type { Lasso, PathPoint, Row, Session } from "./result.ts";
import { compare } from "./timing.ts";

/** The penalty of the line the demo prints. */
const LAMBDA = 2;
/** Points of the path, from the greatest lambda to a thousandth of it. */
const POINTS = 81;
const STOP = { tolerance: 1e-9, maxIterations: 100_000 };

/** Z/sqrt(n) and y/sqrt(n), which take 1/n into the squared norm, and a step length for them. */
interface Problem {
  readonly A: Matrix;
  readonly b: Vector;
  readonly step: number;
}

/** Solves at LAMBDA, in turns with plain JavaScript, and follows the path. */
export async function diabetesRow(session: Session, table: Table): Promise<{ row: Row; lasso: Lasso }> {
  await session.step("lasso");
  const { lw } = session;
  const { names, rows, cols } = table;
  const scaled = standardise(table);
  using A = lw.matrix(rows, cols, scaled.Z);
  using b = lw.vector(scaled.y);
  const { value } = run(powerSquaredNorm(A), { tolerance: 1e-12, maxIterations: 10_000 });
  const problem = { A, b, step: 1 / (value * (1 + 1e-6)) };

  const found = run(proximalGradient(A, b, l1(LAMBDA), problem.step), STOP);
  const coefficients = Array.from(found.x.data);
  found.x.dispose();
  const { iterations, converged } = found;
  const plain = lasso(scaled.Z, scaled.y, rows, cols, LAMBDA, problem.step, iterations);
  const time = await compare(
    () => run(proximalGradient(A, b, l1(LAMBDA), problem.step), STOP).x.dispose(),
    () => lasso(scaled.Z, scaled.y, rows, cols, LAMBDA, problem.step, iterations),
    session,
  );
  const reached = objective(scaled.Z, scaled.y, coefficients, rows, cols, LAMBDA);
  const plainObjective = objective(scaled.Z, scaled.y, plain, rows, cols, LAMBDA);
  const support = names.filter((_, j) => coefficients[j] !== 0);
  await session.step("lasso path");
  return {
    row: {
      name: "lasso (FISTA)",
      size: `${rows} x ${cols}, f64, ${iterations} iterations`,
      error: Math.abs(reached - plainObjective) / plainObjective,
      errorOf: "objective",
      note: `lambda ${LAMBDA}: objective ${reached.toFixed(6)}, support ${support.join(" ")}`,
      ...time,
    },
    lasso: {
      names,
      lambda: LAMBDA,
      objective: reached,
      plainObjective,
      iterations,
      converged,
      coefficients,
      support,
      path: path(session, problem),
    },
  };
}

/** Each point starts from the one before. */
function path({ lw }: Session, { A, b, step }: Problem): PathPoint[] {
  using correlations = A.matmul(b, { transposeA: true });
  using x = lw.vector(A.cols);
  const greatest = Math.max(...Array.from(correlations.data, Math.abs));
  return Array.from({ length: POINTS }, (_, k) => {
    const lambda = greatest * 1000 ** (-k / (POINTS - 1));
    run(proximalGradient(A, b, l1(lambda), step, { x }), STOP);
    return { lambda, coefficients: Array.from(x.data) };
  });
}
