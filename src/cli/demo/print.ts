/**
 * The demo's result as text.
 * @module
 */
import { duration, error, table, three } from "../text.ts";
import type { DemoResult, Row } from "./result.ts";

/** What a line says of a loop's result. */
export function quality({ accuracy, error: value, errorOf }: Row): string {
  const told = accuracy === undefined ? "" : `accuracy ${accuracy.toFixed(4)}, `;
  return `${told}error ${error(value)} (${errorOf})`;
}

/** How many samples the rows have: "9", or "3 to 9". */
export function samples(rows: readonly Row[]): string {
  const counts = rows.map(({ repetitions }) => repetitions);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${most}` : `${least} to ${most}`;
}

/** The whole result, with the files written. */
export function demoText(result: DemoResult, files: readonly string[]): string {
  const { host, pictures, reference, rows, lasso } = result;
  const head = ["loop", "quality", "lanewise", "plain JS", "ratio"];
  const lines = rows.map((row) => [
    row.name,
    quality(row),
    duration(row.milliseconds),
    duration(row.plainMilliseconds),
    `${three(row.ratio)}x`,
  ]);
  const [top, ...timed] = table([head, ...lines], "<<>>>").split("\n");
  return [
    `lanewise ${host.lanewise}, ${host.build} build, Node ${host.node}, ${host.platform}, ${host.cpu}, ${host.cores} cores; seed ${result.seed}`,
    `Digits: ${pictures.learned} pictures learned from, ${pictures.heldOut} held out. In dense f64 one layer of 512 random features tells`,
    `${reference.oneLayer.toFixed(4)} of these right, two layers ${reference.twoLayers.toFixed(4)}. Errors are relative, against f64. Times are medians of`,
    `${samples(rows)} samples, taken in turns with plain JavaScript doing the same on the same typed arrays.`,
    "",
    top,
    ...timed.flatMap((line, i) => [line, `  ${rows[i]?.size}: ${rows[i]?.note}`]),
    "",
    `Diabetes lasso at lambda ${lasso.lambda}: objective ${lasso.objective.toFixed(9)} (plain JavaScript ${lasso.plainObjective.toFixed(9)}),`,
    `${lasso.support.length} of ${lasso.names.length} variables: ${lasso.support
      .map((name) => `${name} ${(lasso.coefficients[lasso.names.indexOf(name)] as number).toFixed(3)}`)
      .join(", ")}.`,
    ...(files.length > 0 ? ["", ...files.map((file) => `wrote ${file}`)] : []),
  ].join("\n");
}
