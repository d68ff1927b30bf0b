// A page that imports the package as it is, by an import map, and posts what it found; and the server behind it.

import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import type { Check } from "./checks.ts";
import type { Project } from "./pack.ts";

const TYPES: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

/** What makes a page isolated, so that it may share memory with workers. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** The page: the smoke list, the entry without its .wasm, the other entries. */
export function page({ installed }: Project): string {
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const entry = exports["."].browser.default.slice(2);
  const at = "/node_modules/lanewise";
  const imports = {
    lanewise: `${at}/${entry}`,
    broken: `/broken/${entry}`,
    "lanewise/models": `${at}/dist/models/index.js`,
  };
  const methods = readdirSync(join(installed, "dist/methods")).map((name) => [
    `lanewise/${name}`,
    `${at}/dist/methods/${name}/index.js`,
  ]);
  return `<!doctype html><title>lanewise</title>
<script type="importmap">${JSON.stringify({ imports: { ...imports, ...Object.fromEntries(methods) } })}</script>
<script type="module">
  const post = (checks) => fetch("/checks", { method: "POST", body: JSON.stringify(checks) });
  try {
    const list = await import("/smoke.js");
    const checks = await list.smoke(await import("lanewise"));
    checks.push(await list.broken(await import("broken"), 404));
    const [inline, own] = await Promise.all([import("${at}/dist/entry/inline.js"), import("${at}/dist/entry/own.js")]);
    checks.push(...(await list.entries(inline, own, "${at}/build/simd.wasm")));
    await post(checks);
  } catch (error) {
    await post([{ name: "the page runs", error: String(error) }]);
  }
</script>`;
}

/** Files of a folder, a page at "/", and the address the page posts to. */
export function serve(folder: string, html: string, isolated: boolean, done: (checks: Check[]) => void): Server {
  return createServer((request, response) => {
    if (isolated) for (const [name, value] of Object.entries(ISOLATED)) response.setHeader(name, value);
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
