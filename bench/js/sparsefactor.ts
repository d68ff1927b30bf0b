import type { Floats } from "../../src/core/types.ts";

/**
 * x = A^-1 b by an up-looking Cholesky factorisation, A symmetric in compressed sparse rows, its lower triangle read: the
 * elimination tree, the lengths of L's columns, L row by row, two substitutions. A comes in a good order.
 */
export function sparseCholesky(
  n: number,
  indptr: Uint32Array,
  indices: Uint32Array,
  values: Floats,
  b: Floats,
): Floats {
  const parent = new Int32Array(n).fill(-1);
  const mark = new Int32Array(n);
  const counts = new Int32Array(n).fill(1);
  for (let i = 0; i < n; i++) {
    mark[i] = i;
    for (let p = indptr[i]!; p < indptr[i + 1]! && indices[p]! < i; p++)
      for (let j = indices[p]!; mark[j] !== i; j = parent[j]!) {
        if (parent[j] === -1) parent[j] = i;
        mark[j] = i;
        counts[j]!++;
      }
  }
  const starts = new Int32Array(n + 1);
  for (let j = 0; j < n; j++) starts[j + 1] = starts[j]! + counts[j]!;
  const rows = new Int32Array(starts[n]!);
  const l = new (values.constructor as Float64ArrayConstructor)(starts[n]!);
  const ends = starts.slice(0, n);
  const x = new (values.constructor as Float64ArrayConstructor)(n);
  const stack = new Int32Array(n);
  mark.fill(-1);
  for (let i = 0; i < n; i++) {
    let top = n;
    let pivot = 0;
    mark[i] = i;
    for (let p = indptr[i]!; p < indptr[i + 1]! && indices[p]! <= i; p++) {
      const column = indices[p]!;
      if (column === i) pivot = values[p]!;
      else x[column] = values[p]!;
      let length = 0;
      for (let j = column; mark[j] !== i; j = parent[j]!) {
        stack[length++] = j;
        mark[j] = i;
      }
      while (length > 0) stack[--top] = stack[--length]!;
    }
    for (; top < n; top++) {
      const j = stack[top]!;
      const v = x[j]! / l[starts[j]!]!;
      x[j] = 0;
      const end = ends[j]!;
      for (let p = starts[j]! + 1; p < end; p++) x[rows[p]!]! -= l[p]! * v;
      pivot -= v * v;
      rows[end] = i;
      l[end] = v;
      ends[j] = end + 1;
    }
    rows[ends[i]!] = i;
    l[ends[i]!++] = Math.sqrt(pivot);
  }
  x.set(b);
  for (let j = 0; j < n; j++) {
    const v = x[j]! / l[starts[j]!]!;
    x[j] = v;
    for (let p = starts[j]! + 1; p < starts[j + 1]!; p++) x[rows[p]!]! -= l[p]! * v;
  }
  for (let j = n - 1; j >= 0; j--) {
    let v = x[j]!;
    for (let p = starts[j]! + 1; p < starts[j + 1]!; p++) v -= l[p]! * x[rows[p]!]!;
    x[j] = v / l[starts[j]!]!;
  }
  return x;
}
