/**
 * tsx test/playground/run.ts [--shots FOLDER]
 *
 * Builds the playground and tries it in Chromium: every part at work, by mouse, finger and keyboard; light and dark, narrow and wide.
 * Keeps screenshots where a folder is given. The last line is "N passed, N failed", with ", N skipped" where something was.
 */
import { execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "vite";
import { type Check, check, expect } from "../hosts/checks.ts";
import { keyboard, looks, without } from "./access.ts";
import { Playground } from "./browser.ts";
import { digits } from "./digits.ts";
import { bench, lasso, sizes } from "./pictures.ts";
import { root } from "../tree.ts";

declare global {
  interface Window {
    streamed: number;
  }
}

const { shots } = parseArgs({ options: { shots: { type: "string" } } }).values;
const all: Check[] = [];
const add = (...checks: Check[]) => {
  for (const { name, error } of checks) console.log(error === undefined ? `ok    ${name}` : `FAIL  ${name}: ${error}`);
  all.push(...checks);
};

execSync("npm run build", { cwd: root, stdio: "inherit" });
add(
  await check("the page builds, with relative addresses alone", async () => {
    await build({ configFile: join(root, "examples/playground/vite.config.ts"), logLevel: "warn" });
    const html = readFileSync(join(root, "examples/playground/dist/index.html"), "utf8");
    const addresses = [...html.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, address]) => address as string);
    expect(addresses.length > 5, `only ${addresses.length} addresses`);
    expect(
      addresses.every((address) => /^(\.\/|#|data:)/.test(address)),
      `${addresses}`,
    );
  }),
);
const playground = await Playground.start(shots);
if (playground) {
  try {
    await everything(playground);
  } finally {
    await playground.close();
  }
}
const failed = all.filter(({ error }) => error !== undefined).length;
if (!playground) console.log("skipped: Chromium is not installed");
console.log(`${all.length - failed} passed, ${failed} failed${playground ? "" : ", 1 skipped"}`);
process.exitCode = failed > 0 ? 1 : 0;

async function everything(playground: Playground): Promise<void> {
  const viewport = { width: 1200, height: 900 };
  const visit = await playground.visit({ viewport, hasTouch: true }, () => {
    const { compileStreaming } = WebAssembly;
    window.streamed = 0;
    WebAssembly.compileStreaming = (source) => {
      window.streamed++;
      return compileStreaming(source);
    };
  });
  add(...(await digits(visit)), ...(await sizes(visit)), ...(await lasso(visit)));
  add(await keyboard(visit), ...(await bench(visit)));
  add(
    await check("the .wasm is compiled as it streams in", async () => {
      expect((await visit.page.evaluate(() => window.streamed)) > 0, "compileStreaming was not called");
      expect(
        visit.requests.some((url) => url.endsWith(".wasm")),
        "no .wasm was asked for",
      );
    }),
    await check("nothing in the console, nothing from elsewhere", () =>
      expect(visit.complaints.length === 0, visit.complaints.join("; ")),
    ),
  );
  await visit.page.context().close();
  add(await without(playground), ...(await looks(playground)));
}
