// LAMP and the schemes it is compared with, from the formulas, in f64, by looking at all pairs.
// Of equal weights the one of lower index counts as the larger.

type Layer = readonly number[];

/** w_u^2 over the sum of w_v^2 of all v that count as no smaller, u among them */
export function lampScores(w: Layer): number[] {
  return w.map((wu, u) => {
    const a = Math.abs(wu);
    let total = 0;
    w.forEach((wv, v) => {
      const b = Math.abs(wv);
      if (b > a || (b === a && v <= u)) total += b * b;
    });
    return (a * a) / total;
  });
}

/** 1 for the `keep` entries of the highest value over all layers, the first of equals first. */
export function highestMasks(values: readonly Layer[], keep: number): number[][] {
  const flat = values.flatMap((layer, l) => layer.map((value, i) => ({ value, l, i })));
  flat.sort((a, b) => b.value - a.value); // stable
  const masks = values.map((layer) => layer.map(() => 0));
  for (const { l, i } of flat.slice(0, keep)) (masks[l] as number[])[i] = 1;
  return masks;
}

/** Removes, one at a time, the weight that adds least to its layer's relative distortion: w^2 / what is left of sum w^2. */
export function greedyMasks(layers: readonly Layer[], keep: number): number[][] {
  const masks = layers.map((layer) => layer.map(() => 1));
  const left = layers.flat().length;
  for (let removed = 0; removed < left - keep; removed++) {
    let [least, at, of] = [Infinity, -1, -1];
    layers.forEach((layer, l) => {
      const mask = masks[l] as number[];
      const energy = layer.reduce((total, w, i) => total + (mask[i] as number) * w * w, 0);
      layer.forEach((w, i) => {
        if (mask[i] === 1 && (w * w) / energy <= least) [least, at, of] = [(w * w) / energy, i, l];
      });
    });
    (masks[of] as number[])[at] = 0;
  }
  return masks;
}

/** prod_l (1 + ||pruned part of W_l|| / ||W_l||) - 1 */
export function distortionBound(layers: readonly Layer[], masks: readonly ArrayLike<number>[]): number {
  const energy = (w: Layer) => w.reduce((total, v) => total + v * v, 0);
  const factors = layers.map((w, l) => 1 + Math.sqrt(energy(w.map((v, i) => (masks[l]?.[i] ? 0 : v))) / energy(w)));
  return factors.reduce((a, b) => a * b, 1) - 1;
}

/** Erdos-Renyi-Kernel: eps * p_l, but 1 for layers made dense one at a time, the one furthest above 1 first. */
export function erkDensities(shapes: readonly Layer[], density: number, power = 1): number[] {
  const product = (shape: Layer) => shape.reduce((a, b) => a * b, 1);
  const p = shapes.map((shape) => (shape.reduce((a, b) => a + b, 0) / product(shape)) ** power);
  const dense = shapes.map(() => false);
  for (;;) {
    let [above, below] = [0, 0];
    shapes.forEach((shape, l) => {
      if (dense[l]) above -= (1 - density) * product(shape);
      else above += density * product(shape);
      if (!dense[l]) below += (p[l] as number) * product(shape);
    });
    const eps = above / below;
    const most = Math.max(...p.filter((_, l) => !dense[l]));
    if (dense.every(Boolean) || eps * most <= 1) return p.map((v, l) => (dense[l] ? 1 : eps * v));
    dense[p.findIndex((v, l) => !dense[l] && v === most)] = true;
  }
}
