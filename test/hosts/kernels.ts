// Every kernel there is: what the list of bits does not call, through what users call where there is such a way, else by itself.

import { factors } from "./factors.ts";
import { formats } from "./formats.ts";
import { methods, penalties } from "./methods.ts";
import type { Calls, Domains, Lanewise, Operands, Package, Real } from "./operands.ts";

/** Kernels that measure speed; what they return is not the same number in both builds. */
export const OWN = "the bench's own";

const FUNCTIONS = ["relu", "relu2", "gelu", "gelutanh", "silu", "sigmoid", "tanh", "abs", "sqrt", "exp", "log", "erf"];
const MAPS = ["add", "sub", "mul", "div", ...FUNCTIONS, ...FUNCTIONS.map((f) => `d${f}`)].map((f) => `map_${f}`);

type Raw = Record<string, (...args: number[]) => number>;

/** The kernels of a type, as no user has them: for those that wait for one. */
const raw = (x: { engine: unknown }, type: string): Raw =>
  (x.engine as { kernels: Record<string, Raw> }).kernels[type] as Raw;
const at = (x: unknown): number => (x as { ptr: number }).ptr;

/** Kernels that no user's call reaches yet, or not by itself. */
function alone(_: Package, lw: Lanewise, type: Real, { x, y, A, n }: Operands): Calls {
  const kernels = raw(x, type);
  const positive = lw.vector(
    x.data.map((v) => Math.abs(v) + 0.1),
    { type },
  );
  const out = () => lw.vector(n, { type });
  const map = (name: string, ...rest: number[]) => {
    const to = out();
    kernels[name]!(at(to), at(positive), ...rest, n);
    return to.data;
  };
  return {
    ...Object.fromEntries(
      MAPS.map((name) => [name, () => [/^map_(d(?!iv)|add|sub|mul|div)/.test(name) ? map(name, at(y)) : map(name)]]),
    ),
    clamp: () => {
      const [a, b] = [out(), out()];
      kernels.map_clamp!(at(a), at(x), n, -0.5, 0.5);
      kernels.map_dclamp!(at(b), at(x), at(y), n, -0.5, 0.5);
      return [a.data, b.data];
    },
    softmax: () => {
      const [a, b] = [out(), out()];
      kernels.map_softmax!(at(a), at(x), 1, n);
      kernels.map_dsoftmax!(at(b), at(a), at(y), 1, n);
      return [a.data, b.data];
    },
    "products of some columns": () => {
      const [to, list] = [lw.vector(4, { type }), lw.vector(4)];
      new Uint32Array(list.data.buffer, list.data.byteOffset, 4).set([0, 3, 5, 7]);
      kernels.cd_products!(at(to), at(A), at(y), at(x), at(list), n, n, 4);
      return [to.data];
    },
    "sums from behind": () => {
      const to = out();
      kernels.scan_suffix!(at(to), at(x), n);
      return [to.data];
    },
    [OWN]: () => {
      const bytes = raw(x, "u8");
      const [from, to] = [lw.vector(64, { type }), lw.vector(64, { type })];
      from.data.fill(3);
      bytes.probe_copy!(at(to), at(from), 256, 1);
      return [
        kernels.probe_madd!(n, 0.5, 0.25),
        bytes.probe_dot!(n, 3, 5),
        bytes.probe_read!(at(from), 256, 2),
        to.data,
      ];
    },
  };
}

/** All of it. */
export function kernels(package_: Package, lw: Lanewise, type: Real, operands: Operands, domains: Domains): Calls {
  return {
    ...formats(package_, lw, type, operands),
    ...factors(package_, lw, type, operands),
    ...penalties(package_, lw, type, operands),
    ...methods(package_, lw, type, operands, domains),
    ...alone(package_, lw, type, operands),
  };
}
