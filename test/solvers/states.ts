// The states of a Krylov solver, looked at one by one.
import type { KrylovState } from "../../src/index.ts";

/** Its first `count` states, each as `look` sees it before the next. */
export function states<T, S extends KrylovState>(steps: Generator<S, void>, count: number, look: (state: S) => T): T[] {
  const out: T[] = [];
  for (let i = 0; i < count; i++) out.push(look(steps.next().value as S));
  steps.return();
  return out;
}

/** A copy of its iterate. */
export const numbers = ({ x }: KrylovState): number[] => Array.from(x.data);
