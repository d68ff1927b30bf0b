// The picture of accuracy against size, the lasso and the bench.

import type { Page } from "playwright-core";
import { type Check, check, expect } from "../hosts/checks.ts";
import { text, until, type Visit } from "./browser.ts";

/** Cells of a table's body, row by row. */
const cells = (page: Page, id: string): Promise<string[][]> =>
  page
    .locator(`#${id} tr`)
    .evaluateAll((rows) => rows.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent!)));

/** Every number in the coordinates of what a chart draws, by the kind of mark. */
const coordinates = (page: Page, id: string, mark: string): Promise<string[]> =>
  page
    .locator(`#${id} svg ${mark}`)
    .evaluateAll((marks) =>
      marks.map((mark) => ["transform", "cx", "cy", "d"].map((name) => mark.getAttribute(name) ?? "").join(" ")),
    );

const number = (cell: string | undefined): number => Number.parseFloat((cell ?? "").replace("−", "-"));

/** Heights fall in proportion as percentages, which are told to a tenth, rise. */
function straight(percentages: number[], heights: number[]): void {
  const top = percentages.indexOf(Math.max(...percentages));
  const bottom = percentages.indexOf(Math.min(...percentages));
  const slope = (heights[bottom]! - heights[top]!) / (percentages[bottom]! - percentages[top]!);
  expect(slope < 0, `${heights} for ${percentages}`);
  for (const [i, height] of heights.entries()) {
    const told = heights[top]! + slope * (percentages[i]! - percentages[top]!);
    expect(Math.abs(height - told) <= 0.2 * -slope, `${percentages[i]} % at ${height}, not ${told}`);
  }
}

/** 30 forms, in order of nothing but their own numbers. */
export async function sizes({ page, shot }: Visit): Promise<Check[]> {
  await page.locator("#sizes").scrollIntoViewIfNeeded();
  return [
    await check("sizes: 30 forms are tried, and all are in the table and the chart", async () => {
      await until(page, "sizes-status", /^30 forms tried/);
      const rows = await cells(page, "sizes-rows");
      expect(rows.length === 30, `${rows.length} rows`);
      expect(new Set(rows.map(([, sparsity, bits]) => `${sparsity} ${bits}`)).size === 30, "some are the same");
      const [, sparsity, bits, bytes, accuracy] = rows[0]!;
      expect(sparsity === "0 %" && bits === "32" && bytes === "1.00 MiB", `dense: ${rows[0]}`);
      expect(number(accuracy) > 97, `dense: ${accuracy}`);
      const hard = rows.find(([kept, , b]) => kept === "1 of 32" && b === "2")!;
      expect(number(hard[4]) < 60 && number(hard[5]) > 90, `1 of 32 in 2 bits: ${hard}`);
      const marks = await coordinates(page, "sizes-chart", "[data-mark=dot] :is(path, circle)");
      expect(marks.length === 35, `${marks.length} marks`); // five of them in the key
      expect(!marks.some((place) => /NaN|Infinity/.test(place)), "a mark is nowhere");
    }),
    await check("sizes: either readout is drawn at the heights that the table says", async () => {
      const rows = (await cells(page, "sizes-rows")).filter(([, , bits]) => bits === "8");
      const pictures = [];
      for (const [column, readout] of [
        [4, "accuracy"],
        [5, "refitted"],
      ] as const) {
        await page.check(`[value=${readout}]`);
        await page.waitForTimeout(200);
        await shot(`sizes-${readout}`, "#sizes");
        pictures.push((await coordinates(page, "sizes-chart", "[data-mark=line] path")).join());
        const places = await coordinates(page, "sizes-chart", "[data-mark=dot] circle");
        const heights = places.slice(0, rows.length).map((place) => Number(place.trim().split(" ")[1]));
        straight(
          rows.map((row) => number(row[column])),
          heights,
        );
      }
      expect(pictures[0] !== pictures[1], "the lines are the same");
      expect(
        rows.some((row) => Math.abs(number(row[4]) - number(row[5])) > 20),
        "fitting again changes nothing",
      );
    }),
  ];
}

/** The slider at its ends, between them, by keyboard, and by cross-validation. */
export async function lasso({ page, shot }: Visit): Promise<Check[]> {
  const slide = async (to: number) => {
    await page.fill("#lambda", `${to}`);
    await page.waitForTimeout(100);
    const [count, r2] = [await text(page, "lasso-count"), await text(page, "lasso-r2")].map(number);
    return { count: count!, r2: r2! };
  };
  await page.locator("#lasso").scrollIntoViewIfNeeded();
  return [
    await check("lasso: the path has ten lines", async () => {
      await page.waitForSelector("#lambda-cv:enabled");
      await page.waitForSelector("#lasso-path [data-mark=line] path");
      const lines = await coordinates(page, "lasso-path", "[data-mark=line] path");
      expect(lines.length === 10, `${lines.length} lines`);
      expect((await coordinates(page, "lasso-fit", "[data-mark=dot] circle")).length === 442, "442 patients expected");
    }),
    await check("lasso: the slider goes from no variable to least squares", async () => {
      const most = await slide(0);
      const middle = await slide(400);
      await shot("lasso", "#lasso");
      const least = await slide(1000);
      expect(most.count === 0 && most.r2 === 0, `at the greatest lambda ${JSON.stringify(most)}`);
      expect(middle.count > 2 && middle.count < 9, `in between ${JSON.stringify(middle)}`);
      expect(least.count === 10, `at the least lambda ${JSON.stringify(least)}`);
      // R² of least squares on this table is 0.5177 (Efron et al.; scikit-learn's LinearRegression).
      expect(least.r2 > 51.6 && least.r2 <= 51.8, `R² ${least.r2}`);
      expect(middle.r2 < least.r2, `R² ${middle.r2} in between`);
    }),
    await check("lasso: arrow keys move it, and a screen reader is told", async () => {
      await slide(300);
      await page.focus("#lambda");
      const before = await page.getAttribute("#lambda", "aria-valuetext");
      for (let k = 0; k < 60; k++) await page.keyboard.press("ArrowRight");
      const after = await page.getAttribute("#lambda", "aria-valuetext");
      expect(before !== after && /^lambda [\d.]+, \d+ of 10 variables$/.test(after ?? ""), `${before}, ${after}`);
      expect(/^Lambda [\d.]+: \d+ variables/.test(await text(page, "lasso-said")), await text(page, "lasso-said"));
    }),
    await check("lasso: cross-validation chooses a model between the ends", async () => {
      await page.click("#lambda-cv");
      const [count, error] = [await text(page, "lasso-count"), await text(page, "lasso-cv")].map(number);
      expect(count! > 2 && count! < 10, `${count} variables`);
      expect(error! > 52 && error! < 60, `an error of ${error} points`); // 54.9 at the best lambda
    }),
  ];
}

const KERNELS = ["matrix × matrix", "sparse × matrix", "4-bit × vector", "soft threshold", "Cholesky"];

/** Once through, with the page alive meanwhile; then stopped. */
export async function bench({ page, shot }: Visit): Promise<Check[]> {
  const checks = [
    await check("bench: the page stays alive while it runs", async () => {
      await page.click("#bench-run");
      await until(page, "bench-status", /^Measuring/);
      expect(await page.isDisabled("#bench-run"), "it could be started twice");
      const before = await text(page, "lambda-value");
      await page.fill("#lambda", "700");
      await page.waitForTimeout(100);
      expect((await text(page, "lambda-value")) !== before, "the slider does not move");
    }),
    await check("bench: it ends with a finite point for each kernel, under the roof", async () => {
      await until(page, "bench-status", /^(?!Measuring|Loading)/);
      expect((await text(page, "bench-status")).startsWith("Done"), await text(page, "bench-status"));
      const rows = await cells(page, "bench-rows");
      expect(rows.map(([name]) => name).join() === ["register peak", "copy", "copy", ...KERNELS].join(), `${rows}`);
      for (const [name, , time, rate, , ratio] of rows) {
        expect(number(time) > 0 && number(rate) > 0, `${name}: ${time}, ${rate}`);
        if (KERNELS.includes(name!)) expect(number(ratio) > 0.5 && number(ratio) < 1000, `${name}: ${ratio} times`);
      }
      for (const [name, , , , part, , error] of rows.slice(3)) {
        expect(number(part) > 0 && number(part) <= 100, `${name} reaches ${part} of its limit`);
        expect(Number(error) < 1e-5, `${name} is wrong by ${error}`);
      }
      const marks = await coordinates(page, "bench-chart", "[data-mark=dot] circle");
      expect(marks.length === 2 * KERNELS.length + 2, `${marks.length} marks`); // two in the key
      expect(!marks.some((place) => /NaN|Infinity/.test(place)), "a mark is nowhere");
      await shot("bench", "#bench");
    }),
    await check("bench: it can be stopped, and the focus stays on the buttons", async () => {
      await page.focus("#bench-run");
      await page.keyboard.press("Enter");
      await until(page, "bench-status", /^Measuring/);
      expect(await page.evaluate(() => document.activeElement?.id === "bench-stop"), "the focus is not on Stop");
      await page.keyboard.press("Enter");
      await until(page, "bench-status", /^Stopped after \d/);
      expect(await page.evaluate(() => document.activeElement?.id === "bench-run"), "the focus is not on Run");
    }),
  ];
  return checks;
}
