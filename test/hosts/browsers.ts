// Browsers of the system on a page that tests itself and posts what it found, each with a new profile.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Check, check, expect } from "./checks.ts";
import type { Project } from "./pack.ts";
import { page, serve } from "./page.ts";

interface Kind {
  readonly commands: readonly string[];
  readonly flags: (profile: string) => string[];
  /** Needs a display of its own. */
  readonly display?: boolean;
}

const folders = ["x86_64", "aarch64"].flatMap((cpu) =>
  ["4.1", "6.0", "4.0"].map((abi) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${abi}/MiniBrowser`),
);
const kinds = {
  Chromium: {
    commands: ["chromium", "chromium-browser", "google-chrome"],
    flags: (profile) => [
      ...["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      `--user-data-dir=${profile}`,
    ],
  },
  Firefox: {
    commands: ["firefox-esr", "firefox"],
    flags: (profile) => ["--headless", "--no-remote", "--profile", profile],
  },
  WebKitGTK: { commands: folders, flags: () => [], display: true },
} satisfies Record<string, Kind>;

/** A browser that is there. */
export interface Browser extends Kind {
  readonly path: string;
  readonly version: string;
}

/** The first of a browser's commands that runs. */
export function findBrowser(name: keyof typeof kinds): Browser | undefined {
  const kind: Kind = kinds[name];
  for (const path of kind.commands) {
    const words = kind.display ? ["xvfb-run", "-a", path] : [path];
    try {
      const text = execFileSync(words[0]!, [...words.slice(1), "--version"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { ...kind, path, version: /[\d.]+/.exec(text)?.[0] ?? text.trim() };
    } catch {}
  }
  return undefined;
}

/** How to visit: on a page isolated from others, with more in the environment, and whether relaxed SIMD must be there. */
export interface Settings {
  readonly isolated?: boolean;
  readonly environment?: Record<string, string>;
  readonly relaxed?: boolean;
}

/** The smoke list in a page. */
export async function inBrowser(browser: Browser, project: Project, settings: Settings = {}): Promise<Check[]> {
  const checks = await visit(browser, project.folder, page(project), settings);
  return [...checks, ...(await relaxedCheck(checks, settings.relaxed))];
}

/** What a page posts: the HTML given, or index.html of the folder, with the folder's files beside it. */
export async function visit(
  browser: Browser,
  folder: string,
  html = readFileSync(join(folder, "index.html"), "utf8"),
  { isolated = false, environment = {} }: Settings = {},
): Promise<Check[]> {
  const profile = mkdtempSync(join(tmpdir(), "lanewise-browser-"));
  let server: Server | undefined;
  let stop = () => {};
  try {
    return await new Promise<Check[]>((resolve, reject) => {
      server = serve(folder, html, isolated, resolve).listen(0, "127.0.0.1", () => {
        const { port } = server!.address() as AddressInfo;
        stop = open(browser, profile, `http://127.0.0.1:${port}/`, environment, reject);
      });
    });
  } finally {
    stop();
    server?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts the browser; calls `failed` if it ends or a minute passes. Returns what stops it. */
function open(
  { path, flags, display }: Browser,
  profile: string,
  address: string,
  environment: Record<string, string>,
  failed: (reason: Error) => void,
): () => void {
  const words = [...(display ? ["xvfb-run", "-a"] : []), path, ...flags(profile), address];
  const env = { ...process.env, HOME: profile, ...environment };
  const child = spawn(words[0]!, words.slice(1), { stdio: ["ignore", "ignore", "pipe"], detached: true, env });
  let said = "";
  child.stderr.on("data", (data) => {
    said = `${said}${data}`.slice(-500);
  });
  const timer = setTimeout(() => failed(new Error(`no answer from the page in 60 s: ${said}`)), 60_000);
  child.on("error", failed);
  child.on("exit", (code) => failed(new Error(`the browser ended with ${code}: ${said}`)));
  return () => {
    clearTimeout(timer);
    if (child.pid && child.exitCode === null) process.kill(-child.pid);
  };
}

/** The list ran in the relaxed build exactly where that was expected. */
async function relaxedCheck(checks: readonly Check[], expected?: boolean): Promise<Check[]> {
  if (expected === undefined) return [];
  const has = checks.some(({ name }) => name.startsWith("relaxed f32"));
  return [
    await check(`relaxed SIMD is ${expected ? "" : "not "}there`, () => expect(has === expected, `it is ${has}`)),
  ];
}
