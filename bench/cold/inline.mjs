const start = performance.now();
const { lanewise } = await import("../../dist/entry/inline.js");
const lw = await lanewise();
const A = lw.matrix(64, 64, new Float32Array(4096).fill(1));
if (A.matmul(A).data[0] !== 64) throw new Error("a wrong product");
console.log(performance.now() - start);
