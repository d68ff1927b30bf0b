// N:M sparsity, from the definition: of every M entries side by side the N largest in magnitude, of equal ones the first.

export type Along = "input" | "output";

/** Calls visit with the places of each group of a rows x cols matrix: in a row, or in a column. */
export function groups(rows: number, cols: number, m: number, along: Along, visit: (places: number[]) => void): void {
  const [lines, length] = along === "input" ? [rows, cols] : [cols, rows];
  for (let i = 0; i < lines; i++)
    for (let j = 0; j < length; j += m) {
      const places: number[] = [];
      for (let s = j; s < Math.min(j + m, length); s++) places.push(along === "input" ? i * cols + s : s * cols + i);
      visit(places);
    }
}

const size = (v: number): number => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : Math.abs(v));

/** For each entry whether it is kept. */
export function kept(A: readonly number[], rows: number, cols: number, n: number, m: number, along: Along): boolean[] {
  const out = new Array<boolean>(A.length).fill(false);
  groups(rows, cols, m, along, (places) => {
    const order = places
      .slice()
      .sort((p, q) => (size(A[q]!) === size(A[p]!) ? p - q : size(A[q]!) > size(A[p]!) ? 1 : -1));
    for (const p of order.slice(0, n)) out[p] = true;
  });
  return out;
}

/** A with the entries that are not kept made zero. */
export function pruned(A: readonly number[], rows: number, cols: number, n: number, m: number, along: Along): number[] {
  const mask = kept(A, rows, cols, n, m, along);
  return A.map((v, e) => (mask[e] ? v : 0));
}

/** Whether no group has more than n entries that are not zero. */
export function fits(A: readonly number[], rows: number, cols: number, n: number, m: number, along: Along): boolean {
  let good = true;
  groups(rows, cols, m, along, (places) => {
    if (places.filter((p) => A[p] !== 0).length > n) good = false;
  });
  return good;
}

/** What is kept in the order in which it is stored: by blocks of 256 rows, in them by chunks of 128 columns, then by rows. */
export function stored(A: readonly number[], rows: number, cols: number, n: number, m: number, along: Along): number[] {
  const mask = kept(A, rows, cols, n, m, along);
  const place = (e: number) => [
    Math.floor(e / cols / 256),
    Math.floor((e % cols) / 128),
    Math.floor(e / cols),
    e % cols,
  ];
  const before = (p: number, q: number) => place(p).reduce((order, v, d) => order || v - place(q)[d]!, 0);
  return A.map((_, e) => e)
    .filter((e) => mask[e])
    .sort(before)
    .map((e) => A[e]!);
}
