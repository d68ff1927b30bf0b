import { l1, lanewise, powerSquaredNorm, proximalGradient, run } from "lanewise";

const lw = await lanewise();
const A = lw.csr({ rows: 3, cols: 4, indptr: [0, 2, 3, 5], indices: [0, 2, 1, 0, 3], values: [1, 2, 3, 4, 5] });
const b = lw.vector([4, -6, 3]);
const step = 0.99 / run(powerSquaredNorm(A)).value;
const { x, loss, converged } = run(proximalGradient(A, b, l1(0.5), step), { tolerance: 1e-8 });
const round = (v) => Math.round(v * 1000) / 1000;
console.log(Array.from(x.data, round), round(loss), converged); // prints [ 0.734, -1.944, 1.508, 0 ] 0.047 true
for (const array of [A, b, x]) array.dispose();
