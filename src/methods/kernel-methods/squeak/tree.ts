/** Joins two neighbours of a level. */
type Join<D, R> = (a: D, b: D, level: number, index: number) => R;

/** The pairs of a level; what has no neighbour goes up as it is. */
function* levels<D, R>(leaves: readonly D[], join: Join<D, R>): Generator<(D | R)[], D, D[]> {
  let nodes = leaves;
  for (let level = 1; nodes.length > 1; level++) {
    const next: (D | R)[] = [];
    for (let i = 0; i < nodes.length; i += 2) {
      const [a, b] = [nodes[i] as D, nodes[i + 1]];
      next.push(b === undefined ? a : join(a, b, level, i / 2));
    }
    nodes = yield next;
  }
  return nodes[0] as D;
}

/** A balanced tree, here and now. */
export function fold<D>(leaves: readonly D[], join: Join<D, D>): D {
  const steps = levels(leaves, join);
  let step = steps.next();
  while (!step.done) step = steps.next(step.value);
  return step.value;
}

/**
 * The balanced tree of `disqueak` with merges that run elsewhere: all those of a level at once, the next level when they are there.
 * `merge` is to return what `mergeDictionaries` does for that level and index.
 */
export async function mergeTree<D>(
  leaves: readonly D[],
  merge: (a: D, b: D, level: number, index: number) => D | Promise<D>,
): Promise<D> {
  const steps = levels(leaves, merge);
  let step = steps.next();
  while (!step.done) step = steps.next(await Promise.all(step.value));
  return step.value;
}
