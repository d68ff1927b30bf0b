/**
 * A scoring system as a table that can be read and added up by hand.
 * @module
 */

/** What a table is made from. */
export interface Scores {
  /** The intercept, then one number a feature. */
  readonly rho: ArrayLike<number>;
}

/** A box of text: one line a feature with points, the largest first, then the total and what it has to exceed. */
export function tableOf({ rho }: Scores, names?: readonly string[]): string {
  const terms = Array.from(rho, (points, j) => ({ points, name: names?.[j] ?? `feature ${j}` }))
    .slice(1)
    .filter(({ points }) => points !== 0)
    .sort((a, b) => b.points - a.points);
  const threshold = -(rho[0] ?? 0);
  const lines = terms.map(({ points, name }, k) => [
    `${k + 1}.`,
    name,
    shown(points),
    k === 0 ? "  ......" : "+ ......",
  ]);
  const rows = terms.length === 1 ? "row 1" : `rows 1 to ${terms.length}`;
  const total = ["", terms.length === 0 ? "no points at all" : `add points from ${rows}`, "score", "= ......"];
  const all = [...lines, total];
  const widths = [0, 1, 2, 3].map((c) => Math.max(...all.map((line) => width(line[c] as string))));
  const put = (line: readonly string[]): string => {
    const [number, name, points, blank] = line.map((text, c) => {
      const room = " ".repeat((widths[c] as number) - width(text));
      return c === 1 ? text + room : room + text;
    });
    return `│ ${number} ${name} │ ${points} │ ${blank} │`;
  };
  const head = `PREDICT +1 IF SCORE > ${threshold}`;
  const [a, b, c] = [
    (widths[0] as number) + (widths[1] as number) + 3,
    (widths[2] as number) + 2,
    (widths[3] as number) + 2,
  ];
  const room = a + b + c + 2;
  const wide = Math.max(room, width(head) + 2);
  const bars = [a + wide - room, b, c].map((n) => "─".repeat(n));
  const grow = (line: string) => line.replace(" │", `${" ".repeat(wide - room)} │`);
  return [
    `┌${"─".repeat(wide)}┐`,
    `│ ${head}${" ".repeat(wide - width(head) - 1)}│`,
    `├${bars.join("┬")}┤`,
    ...lines.map((line) => grow(put(line))),
    ...(lines.length > 0 ? [`├${bars.join("┼")}┤`] : []),
    grow(put(total)),
    `└${bars.join("┴")}┘`,
  ].join("\n");
}

const shown = (points: number): string => `${points} ${Math.abs(points) === 1 ? "point" : "points"}`;

/** Characters, as a terminal counts them in most scripts. */
const width = (text: string): number => [...text].length;
