// Stands for data that lies where the workers are: files, rows of a table, a bucket. A task names a part of it.

/** The points of a part: readings of two sensors along a closed curve. */
export function readings(lw, part) {
  const count = 1000;
  const noise = lw.random(7, part).normal(2 * count).data;
  const X = lw.matrix(count, 2);
  for (let i = 0; i < count; i++) {
    const t = (2 * Math.PI * i) / count;
    X.data[2 * i] = 3 * Math.cos(t) + 0.05 * noise[2 * i];
    X.data[2 * i + 1] = Math.sin(2 * t) + 0.05 * noise[2 * i + 1];
  }
  return X;
}
