/** Steps between looks at rho, and how often it may change: for ever changing, ADMM need not converge. */
const EVERY = 10;
const CHANGES = 20;

/** After each step, what rho is to be multiplied by: 2 or 1/2 where one residual is ten times the other, each tenth step, or 1. */
export function balancing(): (primal: number, dual: number) => number {
  let [step, changes] = [0, 0];
  return (primal, dual) => {
    if (++step % EVERY !== 0 || changes === CHANGES) return 1;
    const scale = primal > 10 * dual ? 2 : dual > 10 * primal ? 0.5 : 1;
    if (scale !== 1) changes++;
    return scale;
  };
}
