/**
 * Penalties made of penalties. Bauschke and Combettes, Convex Analysis and Monotone Operator Theory in Hilbert Spaces (2011),
 * chapters 14 and 23, and Parikh and Boyd, Proximal Algorithms (2014), chapter 2.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkFunction, checkPositive, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { checkSomeVector, checkVector } from "../kernels/storage.ts";
import { axpby, dot, nrm2 } from "../kernels/vec.ts";
import { checkPenalty, checkProx, type Penalty } from "./penalty.ts";

const like = (x: Vector): Vector => new Vector(x.engine, x.type, x.length);

/** alpha*g, alpha > 0. */
export function scaledPenalty(g: Penalty, alpha: number): Penalty {
  checkPenalty("g", g);
  checkPositive("alpha", alpha);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return alpha * g.prox(out, x, alpha * step);
    },
    value: (x) => alpha * g.value(x),
  };
}

/** x -> g(x - centre): its prox is that of g about the centre. `value` reserves x.length elements while it works. */
export function shiftedPenalty(g: Penalty, centre: Vector): Penalty {
  checkPenalty("g", g);
  checkSomeVector("centre", centre);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      checkVector("centre", centre, x, x.length);
      axpby(out, x, centre, 1, -1);
      const value = g.prox(out, out, step);
      axpby(out, out, centre, 1, 1);
      return value;
    },
    value: (x) => {
      checkSomeVector("x", x);
      checkVector("centre", centre, x, x.length);
      return x.engine.memory.scope(() => {
        const moved = like(x);
        axpby(moved, x, centre, 1, -1);
        return g.value(moved);
      });
    },
  };
}

/** x -> g(x) + c'x */
export function tiltedPenalty(g: Penalty, c: Vector): Penalty {
  checkPenalty("g", g);
  checkSomeVector("c", c);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      checkVector("c", c, x, x.length);
      axpby(out, x, c, 1, -step);
      return g.prox(out, out, step) + dot(c, out);
    },
    value: (x) => {
      checkSomeVector("x", x);
      checkVector("c", c, x, x.length);
      return g.value(x) + dot(c, x);
    },
  };
}

/**
 * The convex conjugate g*(y) = sup_x x'y - g(x) of a convex g, by Moreau's identity:
 * prox of step*g* at x = x - step*(prox of g/step at x/step). Reserves x.length elements while it works.
 * @param value g* itself, if it is to be asked for; `prox` returns g*(out) without it, by p'q - g(q) for p a subgradient at q
 */
export function conjugate(g: Penalty, value?: (y: Vector) => number): Penalty {
  checkPenalty("g", g);
  if (value !== undefined) checkFunction("value", value);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return x.engine.memory.scope(() => {
        const q = like(x);
        axpby(q, x, x, 1 / step, 0);
        const at = g.prox(q, q, 1 / step);
        axpby(out, x, q, 1, -step);
        return dot(out, q) - at;
      });
    },
    value: (y) => {
      checkSomeVector("x", y);
      if (value === undefined)
        throw new ArgumentTypeError("value", "a function, given to conjugate(g, value)", describe(value));
      return value(y);
    },
  };
}

/** A penalty and how many elements it is of. */
export interface Part {
  penalty: Penalty;
  length: number;
}

/** g(x) = sum_p g_p(x_p) over neighbouring blocks x_p of x. Reserves the longest block while it works. */
export function separableSum(parts: readonly Part[]): Penalty {
  if (!Array.isArray(parts)) throw new ArgumentTypeError("parts", "an array of parts", describe(parts));
  const blocks = parts.map(({ penalty, length }: Part, p) => {
    checkPenalty(`parts[${p}].penalty`, penalty);
    checkSize(`parts[${p}].length`, length);
    return { penalty, length };
  });
  const total = blocks.reduce((sum, { length }) => sum + length, 0);
  const overBlocks = (x: Vector, f: (block: Vector, penalty: Penalty, start: number) => number): number => {
    if (x.length !== total) throw new ShapeError("x", `${total} elements`, `${x.length}`);
    let [start, value] = [0, 0];
    for (const { penalty, length } of blocks) {
      const block = new Vector(x.engine, x.type, length);
      try {
        block.data.set(x.data.subarray(start, start + length));
        value += f(block, penalty, start);
      } finally {
        block.dispose();
      }
      start += length;
    }
    return value;
  };
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return overBlocks(x, (block, penalty, start) => {
        const value = penalty.prox(block, block, step);
        out.data.set(block.data, start);
        return value;
      });
    },
    value: (x) => {
      checkSomeVector("x", x);
      return overBlocks(x, (block, penalty) => penalty.value(block));
    },
  };
}

/** A Moreau envelope: a penalty that is smooth where g is convex. */
export interface Envelope extends Penalty {
  /** out = the gradient (x - prox of mu*g at x) / mu; out may be x. Returns the envelope at x. */
  gradient(out: Vector, x: Vector): number;
}

/**
 * e(x) = min_u g(u) + ||u - x||^2 / (2 mu), with a gradient of Lipschitz constant 1/mu where g is convex. Its prox at x is
 * x + step/(mu + step) (prox of (mu + step)*g at x - x). Reserves x.length elements while it works.
 */
export function moreauEnvelope(g: Penalty, mu: number): Envelope {
  checkPenalty("g", g);
  checkPositive("mu", mu);
  /** With p the prox of step*g at x: calls f with x - p; the envelope of width mu where only `share` of that is left. */
  const withGap = (x: Vector, step: number, share: number, f: (gap: Vector) => void): number =>
    x.engine.memory.scope(() => {
      const gap = like(x);
      const at = g.prox(gap, x, step);
      axpby(gap, x, gap, 1, -1);
      const value = at + (share * nrm2(gap)) ** 2 / (2 * mu);
      f(gap);
      return value;
    });
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return withGap(x, mu + step, mu / (mu + step), (gap) => axpby(out, x, gap, 1, -step / (mu + step)));
    },
    value: (x) => {
      checkSomeVector("x", x);
      return withGap(x, mu, 1, () => {});
    },
    gradient: (out, x) => {
      checkProx(out, x, mu);
      return withGap(x, mu, 1, (gap) => axpby(out, gap, gap, 1 / mu, 0));
    },
  };
}
