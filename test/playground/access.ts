// Who can use the page: by keyboard alone, in light and dark, on narrow and wide screens, with a screen reader.

import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { type Check, check, expect } from "../hosts/checks.ts";
import { type Playground, text, until, type Visit } from "./browser.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Every control in the order of the page; a group of radio buttons is one stop. */
const STOPS = ["skip", "#digits", "#sizes", "#lasso", "#bench"].concat(
  ["pad", "pad-clear", "pad-example", "readout", "summary", "lambda", "lambda-cv", "summary"],
  ["bench-build", "bench-length", "bench-run", "scroll"],
);

/** Tab from the start reaches everything, in order, and shows where it is. */
export async function keyboard({ page }: Visit): Promise<Check> {
  return check("keyboard: Tab reaches every control in order, with a visible focus", async () => {
    await page.evaluate(() => {
      scrollTo(0, 0);
      (document.activeElement as HTMLElement).blur();
    });
    await page.mouse.click(2, 2);
    const seen: string[] = [];
    for (let k = 0; k < 40; k++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const at = document.activeElement as HTMLElement & { name?: string };
        if (!at || at === document.body) return undefined;
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        const { top, bottom, left, width } = at.getBoundingClientRect();
        const name =
          (at as HTMLInputElement).type === "radio" ? at.name : at.id || at.getAttribute("href") || at.className;
        return {
          name: at.className === "skip" ? "skip" : name || at.localName,
          shown: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
          inView: bottom > 0 && top < innerHeight && left + width > 0,
        };
      });
      if (!stop) break;
      expect(stop.shown, `no outline on ${stop.name}`);
      expect(stop.inView, `${stop.name} is out of view`);
      seen.push(stop.name);
    }
    expect(seen.join() === STOPS.join(), `expected ${STOPS}, got ${seen}`);
  });
}

/** No violation of axe-core's rules, with everything unfolded. */
async function audit(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await page.addScriptTag({ path: AXE });
  const { violations, passes } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations", "passes"] }),
  );
  expect(passes.length > 20, `only ${passes.length} rules apply`);
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  expect(violations.length === 0, told.join("; "));
}

declare global {
  interface Window {
    shifts: { by: number; of: string }[];
  }
}

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] };

/** Keeps how far things jump, but for what the reader's own input moves. */
const watchShifts = (): void => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries() as Shift[])
      if (!hadRecentInput)
        window.shifts.push({
          by: value,
          of: sources.map(({ node }) => node?.textContent?.trim().slice(0, 30)).join(", "),
        });
  }).observe({ type: "layout-shift", buffered: true });
};

/** The page in both schemes and at several widths. */
export async function looks(playground: Playground): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [width, colorScheme] of [
    [360, "light"],
    [360, "dark"],
    [820, "light"],
    [1200, "dark"],
    [2000, "light"],
  ] as const) {
    const name = `${colorScheme} at ${width} px`;
    const visit = await playground.visit({ viewport: { width, height: 800 }, colorScheme }, watchShifts);
    const { page, complaints, shot } = visit;
    checks.push(
      await check(`${name}: everything fits, and nothing jumps`, async () => {
        await until(page, "verdict", /read a|Pruned:/);
        await page.locator("#sizes-chart").scrollIntoViewIfNeeded();
        await until(page, "sizes-status", /^30 forms/);
        await page.waitForSelector("#lambda-cv:enabled");
        await shot(`page-${width}-${colorScheme}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide <= 0, `${wide} px too wide`);
        const shifts = await page.evaluate(() => window.shifts);
        const total = shifts.reduce((sum, { by }) => sum + by, 0);
        expect(total < 0.01, `layout shift of ${total}: ${JSON.stringify(shifts)}`);
      }),
      await check(`${name}: no violation of axe-core's rules`, () => audit(page)),
      await check(`${name}: nothing in the console, nothing from elsewhere`, () =>
        expect(complaints.length === 0, complaints.join("; ")),
      ),
    );
    await page.context().close();
  }
  return checks;
}

/** A browser whose WebAssembly has no SIMD. */
export async function without(playground: Playground): Promise<Check> {
  const { page, complaints, requests } = await playground.visit({}, () => {
    WebAssembly.validate = () => false;
  });
  const found = await check("without SIMD: the page says so and does nothing", async () => {
    await page.waitForSelector("#trouble:visible");
    expect(/has no SIMD/.test(await text(page, "trouble")), await text(page, "trouble"));
    expect((await page.locator("main :is(button, input, select):enabled").count()) === 0, "a control can be used");
    expect(!requests.some((url) => url.endsWith(".wasm")), "kernels were loaded");
    expect(complaints.length === 0, complaints.join("; "));
  });
  await page.context().close();
  return found;
}
