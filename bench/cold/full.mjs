const start = performance.now();
const { lanewise } = await import(`../../dist/entry/${process.argv[2]}.js`);
const imported = performance.now();
const lw = await lanewise();
const loaded = performance.now();
const A = lw.matrix(64, 64, new Float32Array(4096).fill(1));
if (A.matmul(A).data[0] !== 64) throw new Error("a wrong product");
const end = performance.now();
console.log(JSON.stringify([end - start, imported - start, loaded - imported, end - loaded]));
