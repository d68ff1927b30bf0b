// Ten digits as a hand would draw them: strokes of points on a square of side 100.

/** A curve through points, as a list of them: Catmull-Rom, eight points a piece. */
function curve(...points: [number, number][]): [number, number][] {
  const at = (i: number) => points[Math.min(points.length - 1, Math.max(0, i))]!;
  const out: [number, number][] = [];
  for (let i = 0; i + 1 < points.length; i++)
    for (let s = 0; s < 8; s++) {
      const t = s / 8;
      const mix = (k: 0 | 1) => {
        const [a, b, c, d] = [at(i - 1)[k], at(i)[k], at(i + 1)[k], at(i + 2)[k]];
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      };
      out.push([mix(0), mix(1)]);
    }
  return [...out, at(points.length - 1)];
}

/** Strokes by digit; the seven has a bar across, as those of the data have. */
// biome-ignore format: a digit a line
export const drawn: [number, number][][][] = [
  [curve([52, 15], [35, 22], [27, 45], [32, 72], [48, 84], [64, 72], [70, 45], [64, 22], [50, 15])],
  [[[38, 30], [54, 14], [54, 86]]],
  [[...curve([30, 30], [40, 16], [58, 15], [67, 28], [60, 46], [44, 64], [28, 84]), [72, 84]]],
  [curve([30, 20], [48, 13], [64, 22], [62, 38], [46, 47], [64, 55], [68, 71], [52, 86], [28, 80])],
  [[[56, 14], [28, 58], [74, 58]], [[60, 38], [56, 88]]],
  [[[68, 15], [36, 15], [33, 44], ...curve([33, 44], [52, 40], [67, 54], [64, 75], [46, 86], [29, 79])]],
  [curve([60, 13], [42, 26], [31, 50], [31, 72], [44, 86], [62, 80], [66, 64], [54, 53], [38, 58], [31, 70])],
  [[[27, 16], [70, 16], [46, 86]], [[36, 52], [66, 52]]],
  [curve([62, 20], [46, 14], [34, 24], [42, 40], [60, 54], [66, 72], [50, 86], [33, 74], [40, 56], [60, 38], [64, 24], [58, 17])],
  [curve([66, 24], [50, 14], [34, 24], [34, 42], [48, 50], [63, 40], [66, 24], [66, 50], [60, 72], [48, 86])],
];
