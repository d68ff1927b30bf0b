// The drawing area: digits drawn by mouse, finger and keyboard, and those of the data, read by both classifiers.

import type { Page } from "playwright-core";
import { type Check, check, expect } from "../hosts/checks.ts";
import { text, until, type Visit } from "./browser.ts";
import { drawn } from "./strokes.ts";

/** Waits for what the page says once both classifiers have read the latest picture. */
const verdict = async (page: Page): Promise<string> => {
  await page.waitForSelector("#verdict[aria-busy=false]");
  return text(page, "verdict");
};

/** Where a point of the square of side 100 is on the page. */
async function placing(page: Page): Promise<(point: readonly [number, number]) => [number, number]> {
  const pad = page.locator("#pad");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox())!;
  return ([px, py]) => [x + (px / 100) * width, y + (py / 100) * height];
}

async function draw(page: Page, strokes: (typeof drawn)[number]): Promise<void> {
  const place = await placing(page);
  await page.click("#pad-clear");
  for (const [first, ...rest] of strokes) {
    await page.mouse.move(...place(first!));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...place(point), { steps: 2 });
    await page.mouse.up();
  }
}

async function touch(page: Page, strokes: (typeof drawn)[number]): Promise<void> {
  const place = await placing(page);
  await page.click("#pad-clear");
  const devtools = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: [number, number][]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  for (const stroke of strokes) {
    const places = stroke.map(place);
    await send("touchStart", [places[0]!]);
    for (const point of places.slice(1)) await send("touchMove", [point]);
    await send("touchEnd", []);
  }
}

/** The checks, on a page that was just opened. */
export async function digits({ page, shot }: Visit): Promise<Check[]> {
  const checks = [
    await check("digits: the classifiers are trained in the page, and tell held-out digits right", async () => {
      await until(page, "verdict", /read a \d|Pruned: \d/);
      for (const form of ["sparse", "lut"]) {
        const right = Number.parseFloat(await text(page, `right-${form}`));
        expect(right > 95 && right <= 100, `${form} tells ${right} % right`);
      }
      expect(
        (await text(page, "bytes-sparse")) === "207 KiB",
        `207 KiB expected, got ${await text(page, "bytes-sparse")}`,
      );
    }),
    await check("digits: nine of ten pictures of the data and more are read as labelled", async () => {
      let right = 0;
      for (let k = 0; k < 20; k++) {
        await page.click("#pad-example");
        const [, said, label] = /Both read a (\d).*picture of a (\d)/.exec(await verdict(page)) ?? [];
        if (said !== undefined && said === label) right++;
      }
      expect(right >= 18, `${right} of 20`);
    }),
  ];
  for (const [digit, strokes] of drawn.entries())
    checks.push(
      await check(`digits: a ${digit} drawn with the mouse is read by both`, async () => {
        await draw(page, strokes);
        const said = await verdict(page);
        expect(said.startsWith(`Both read a ${digit}`) && said.includes("drawn by you"), said);
      }),
    );
  await shot("digits-drawn", "#digits");
  checks.push(
    await check("digits: a 0 drawn with a finger is read by both", async () => {
      await touch(page, drawn[0]!);
      expect((await verdict(page)).startsWith("Both read a 0"), await text(page, "verdict"));
    }),
    await check("digits: a 7 drawn with the keyboard alone is read, and Delete takes it away", async () => {
      await page.focus("#pad");
      const press = async (key: string, times = 1) => {
        for (let k = 0; k < times; k++) await page.keyboard.press(key);
      };
      await page.keyboard.press("Delete");
      await press("ArrowLeft", 6);
      await press("Space");
      await press("ArrowRight", 12);
      for (let k = 0; k < 10; k++) {
        await press("ArrowDown", 2);
        await press("ArrowLeft");
      }
      await press("Space");
      await press("Shift+ArrowUp", 2);
      await press("Space");
      await press("Shift+ArrowRight", 3);
      await press("Space");
      const said = await verdict(page);
      await shot("digits-keyboard", "#digits");
      expect(said.startsWith("Both read a 7"), said);
      await press("Delete");
      expect((await verdict(page)).startsWith("Draw a digit"), await text(page, "verdict"));
    }),
  );
  return checks;
}
