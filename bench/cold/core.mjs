const start = performance.now();
const { lanewise, matrix } = await import("../../dist/shared/core.js");
const imported = performance.now();
const lw = await lanewise();
const loaded = performance.now();
const A = matrix(lw, 64, 64, new Float32Array(4096).fill(1));
if (A.matmul(A).data[0] !== 64) throw new Error("a wrong product");
const end = performance.now();
console.log(JSON.stringify([end - start, imported - start, loaded - imported, end - loaded]));
