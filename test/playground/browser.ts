// The built page in Chromium, and all that it complains about or asks for elsewhere.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { preview } from "vite";
import { findBrowser } from "../hosts/browsers.ts";

const root = fileURLToPath(new URL("../../examples/playground", import.meta.url));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"].concat(
  "--disable-component-update",
  "--disable-sync",
);
/** Milliseconds that anything may take on a slow machine. */
const PATIENCE = 240_000;

/** A page, and what it had to complain about. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, failed requests, and requests to other origins. */
  readonly complaints: string[];
  /** Addresses of what was loaded. */
  readonly requests: string[];
  /** Keeps a picture of the page, or of one element, where those are asked for. */
  shot(name: string, selector?: string): Promise<void>;
}

/** The page's server and a browser. */
export class Playground {
  private constructor(
    private readonly browser: Browser,
    readonly address: string,
    private readonly stop: () => Promise<void>,
    private readonly shots: string | undefined,
  ) {}

  /** Starts both, or tells that there is no Chromium. `shots` is a folder for screenshots. */
  static async start(shots?: string): Promise<Playground | undefined> {
    const found = findBrowser("Chromium");
    if (!found) return undefined;
    if (shots) mkdirSync(shots, { recursive: true });
    const server = await preview({
      root,
      configFile: join(root, "vite.config.ts"),
      preview: { host: "127.0.0.1", port: 0 },
      logLevel: "warn",
    });
    const executablePath = execFileSync("sh", ["-c", 'command -v "$0"', found.path], { encoding: "utf8" }).trim();
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    return new Playground(browser, server.resolvedUrls!.local[0]!, () => server.close(), shots);
  }

  /** A page in a profile of its own; `script` runs in it before anything else. */
  async visit(options: BrowserContextOptions, script?: () => void): Promise<Visit> {
    const context = await this.browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
    page.on("request", (request) => {
      requests.push(request.url());
      if (!request.url().startsWith(this.address) && !request.url().startsWith("data:"))
        complaints.push(`${request.url()} is elsewhere`);
    });
    if (script) await page.addInitScript(script);
    await page.goto(this.address);
    const shot = async (name: string, selector?: string) => {
      if (!this.shots) return;
      const path = join(this.shots, `${name}.png`);
      await (selector ? page.locator(selector).screenshot({ path }) : page.screenshot({ path, fullPage: true }));
    };
    return { page, complaints, requests, shot };
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stop();
  }
}

/** The text of an element. */
export const text = async (page: Page, id: string): Promise<string> =>
  (await page.locator(`#${id}`).textContent())?.trim() ?? "";

/** Waits until an element's text matches. */
export async function until(page: Page, id: string, pattern: RegExp): Promise<void> {
  await page.waitForFunction(
    ([id, source]) => new RegExp(source!).test(document.getElementById(id!)?.textContent ?? ""),
    [id, pattern.source],
  );
}
