/**
 * The demo's result as one page that needs nothing else, and its pictures as files of their own.
 * @module
 */
import { duration, three } from "../text.ts";
import { accuracySizeFigure } from "./figures/accuracySize.ts";
import { lassoPathFigure } from "./figures/lassoPath.ts";
import { speedFigure } from "./figures/speed.ts";
import { quality, samples } from "./print.ts";
import type { DemoResult, Row } from "./result.ts";

/** File names and their texts. */
export function reportFiles(result: DemoResult): Record<string, string> {
  const pictures = {
    "speed.svg": speedFigure(result.rows),
    "accuracy-size.svg": accuracySizeFigure(result),
    "lasso-path.svg": lassoPathFigure(result.lasso),
  };
  return { ...pictures, "report.html": page(result, pictures) };
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] as string);

const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1c2430; --quiet: #66707c; --faint: #d7dce2; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181e; --ink: #e5e9ee; --quiet: #98a3b0; --faint: #343c47; } }
body { margin: 0 auto; max-width: 50rem; padding: 2rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 0.25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 0.5rem; }
p { max-width: 46rem; } .quiet, figcaption { color: var(--quiet); font-size: 0.9rem; }
figure { margin: 1rem 0; overflow-x: auto; } figure svg { min-width: 36rem; } figcaption { max-width: 46rem; margin-top: 0.5rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; width: 100%; min-width: 42rem; }
th, td { text-align: left; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--faint); vertical-align: top; }
th { color: var(--quiet); font-weight: 600; } .number { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; } small { color: var(--quiet); font-size: inherit; display: block; }`;

function page(result: DemoResult, pictures: Record<string, string>): string {
  const { host, pictures: count, reference, lasso, rows, seed } = result;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>lanewise demo</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>lanewise demo</h1>
<p class="quiet">lanewise ${host.lanewise}, ${host.build} build, Node ${host.node}, ${host.platform}, ${escaped(host.cpu)}, ${host.cores} cores; seed ${seed}</p>
<p>${count.learned} handwritten digits are learned from and ${count.heldOut} are held out. In dense f64, one layer of 512 random
features tells ${reference.oneLayer.toFixed(4)} of these right, and two layers ${reference.twoLayers.toFixed(4)}.</p>
<h2>Hot loops</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">loop</th><th scope="col">quality</th><th scope="col" class="number">lanewise</th><th scope="col" class="number">plain JS</th><th scope="col" class="number">ratio</th></tr></thead>
<tbody>
${rows.map(line).join("\n")}
</tbody></table></div>
<figure>${pictures["speed.svg"]}<figcaption>Medians of ${samples(rows)} samples, taken in turns with plain JavaScript doing the
same on the same typed arrays. Errors are relative, against f64.</figcaption></figure>
<h2>Accuracy against size</h2>
<figure>${pictures["accuracy-size.svg"]}<figcaption>The second layer's weights dense, in 4-bit tables of 16 entries a row, and pruned to compressed
sparse rows at the sparsity written below each pair of dots. These weights are random, so pruning keeps no learned structure:
it is the readout, fitted again in one Cholesky factorisation, that adapts. One picture more or less is ${(1 / count.heldOut).toFixed(4)}.</figcaption></figure>
<h2>Lasso path</h2>
<figure>${pictures["lasso-path.svg"]}<figcaption>Diabetes table, ten standardised variables, ${lasso.path.length} values of λ by proximal gradient. At λ = ${lasso.lambda} the
objective is ${lasso.objective.toFixed(6)}; the variables whose coefficient is not zero there are coloured:
${lasso.support.map(escaped).join(", ")}.</figcaption></figure>
<h2>Data</h2>
<p class="quiet">Digits: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository (1998), CC BY 4.0.
Diabetes: Efron, Hastie, Johnstone and Tibshirani, Least Angle Regression, Annals of Statistics 32 (2004) 407-499.</p>
</body>
</html>
`;
}

function line(row: Row): string {
  const number = (text: string) => `<td class="number">${text}</td>`;
  return `<tr><td>${escaped(row.name)}<small>${escaped(row.size)}</small></td><td>${escaped(quality(row))}<small>${escaped(row.note)}</small></td>${number(duration(row.milliseconds))}${number(duration(row.plainMilliseconds))}${number(`${three(row.ratio)}x`)}</tr>`;
}
