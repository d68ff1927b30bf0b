/**
 * A step length along a direction of descent that meets the strong or the approximate conditions of Wolfe.
 *
 * Nocedal and Wright, Numerical Optimization, 2nd ed. (2006), section 3.5; approximate conditions, which rounding does not
 * spoil near a minimum: Hager and Zhang, "A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line Search",
 * SIAM J. Optim. 16 (2005) 170-192, section 4. doi:10.1137/030601880
 * @module
 */

/** f along the direction: its value at a step t and its derivative by t. */
export interface Point {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

const DECREASE = 1e-4;
const FLATTER = 0.9;
const TRIES = 60;

/**
 * Looks for a step from t = 0, where slope < 0, trying `first` to begin with. `at` is asked last at the step returned.
 * @param eps of the element type: values this close, relatively, count as equal
 * @returns undefined where no step decreases f, as far as rounding lets it be told
 */
export function lineSearch(at: (t: number) => Point, start: Point, first: number, eps: number): Point | undefined {
  const slack = 10 * eps * Math.abs(start.value);
  let [low, high]: [Point, Point | undefined] = [start, undefined];
  let t = first;
  for (let tries = 0; tries < TRIES && t > low.t; tries++) {
    const point = at(t);
    const { value, slope } = point;
    const finite = Number.isFinite(value) && Number.isFinite(slope);
    const strong = value <= start.value + DECREASE * t * start.slope && Math.abs(slope) <= -FLATTER * start.slope;
    const nearly = value <= start.value + slack && slope <= (2 * DECREASE - 1) * start.slope;
    if (finite && (strong || (nearly && slope >= FLATTER * start.slope))) return point;
    if (!finite || slope >= 0 || value > start.value + DECREASE * t * start.slope + slack) high = point;
    else low = point;
    if (high === undefined) t *= 4;
    else if (!finite) t = low.t + (t - low.t) / 10;
    else t = between(low, high, tries);
  }
  return low.t > 0 ? at(low.t) : undefined;
}

/** The minimum of the cubic through both ends, kept off them; every third time the middle. */
function between(low: Point, high: Point, tries: number): number {
  const width = high.t - low.t;
  const middle = low.t + width / 2;
  if (tries % 3 === 2 || !Number.isFinite(high.value)) return middle;
  const s = low.slope + high.slope - (3 * (high.value - low.value)) / width;
  const square = s * s - low.slope * high.slope;
  if (!(square >= 0)) return middle;
  const root = Math.sqrt(square);
  const t = high.t - (width * (high.slope + root - s)) / (high.slope - low.slope + 2 * root);
  return Number.isFinite(t) ? Math.min(Math.max(t, low.t + width / 10), high.t - width / 10) : middle;
}
