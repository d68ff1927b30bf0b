// Headless Chromium on a page that imports the package as it is, by an import map; the page posts what it found.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import type { Check } from "./checks.ts";
import type { Project } from "./pack.ts";

const TYPES: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };

const page = (entry: string) => `<!doctype html><title>lanewise</title>
<script type="importmap">${JSON.stringify({ imports: { lanewise: `/node_modules/lanewise/${entry}`, broken: `/broken/${entry}` } })}</script>
<script type="module">
  const post = (checks) => fetch("/checks", { method: "POST", body: JSON.stringify(checks) });
  try {
    const list = await import("/smoke.js");
    const checks = await list.smoke(await import("lanewise"));
    checks.push(await list.broken(await import("broken"), 404));
    const at = "/node_modules/lanewise/";
    checks.push(...(await list.entries(await import(at + "dist/entry/inline.js"), await import(at + "dist/entry/own.js"), at + "build/simd.wasm")));
    await post(checks);
  } catch (error) {
    await post([{ name: "the page runs", error: String(error) }]);
  }
</script>`;

/** The command of the browser, with its version, if there is one. */
export function findChromium(): { path: string; version: string } | undefined {
  for (const path of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      const text = execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      return { path, version: /[\d.]+/.exec(text)?.[0] ?? text.trim() };
    } catch {}
  }
  return undefined;
}

/** The smoke list in a page. */
export async function inChromium(chromium: string, project: Project): Promise<Check[]> {
  const { exports } = JSON.parse(readFileSync(join(project.installed, "package.json"), "utf8"));
  const profile = mkdtempSync(join(tmpdir(), "lanewise-chromium-"));
  let server: Server | undefined;
  let stop = () => {};
  try {
    return await new Promise<Check[]>((resolve, reject) => {
      const html = page(exports["."].browser.default.slice(2));
      server = serve(project.folder, html, (checks) => resolve(checks)).listen(0, "127.0.0.1", () => {
        const { port } = server!.address() as AddressInfo;
        const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"];
        const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
        const browser = spawn(
          chromium,
          [...flags, ...quiet, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`],
          { stdio: ["ignore", "ignore", "pipe"], detached: true },
        );
        let said = "";
        browser.stderr.on("data", (data) => {
          said = `${said}${data}`.slice(-500);
        });
        const timer = setTimeout(() => reject(new Error(`no answer from the page in 60 s: ${said}`)), 60_000);
        browser.on("error", reject);
        browser.on("exit", (code) => reject(new Error(`Chromium ended with ${code}: ${said}`)));
        stop = () => {
          clearTimeout(timer);
          if (browser.pid && browser.exitCode === null) process.kill(-browser.pid);
        };
      });
    });
  } finally {
    stop();
    server?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Files of the project, the page, and the address the page posts to. */
function serve(folder: string, html: string, done: (checks: Check[]) => void): Server {
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    if (path === "/") response.setHeader("content-type", "text/html").end(html);
    else if (path === "/checks") {
      let body = "";
      request.on("data", (data) => {
        body += data;
      });
      request.on("end", () => {
        response.end();
        done(JSON.parse(body));
      });
    } else {
      try {
        const bytes = readFileSync(join(folder, path));
        response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream").end(bytes);
      } catch {
        response.writeHead(404).end();
      }
    }
  });
}
