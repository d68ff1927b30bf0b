// lanewise/threads on each host, as rows of their own: with two threads where the host has them, else with one and the reason.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, type Settings, visit } from "./browsers.ts";
import type { Check } from "./checks.ts";
import { inDeno } from "./deno.ts";
import { inNode } from "./node.ts";
import type { Project } from "./pack.ts";
import { inWorkerd } from "./workerd.ts";

/** What hosts say who have no threads. */
export const reasons = {
  page: "no shared memory: the page is not cross-origin isolated",
  worker: "no Worker on this host",
  none: "no ",
};

/** The list beside the package. */
async function withList(project: Project): Promise<Project> {
  const entryPoints = [fileURLToPath(new URL("threadsList.ts", import.meta.url))];
  await build({ entryPoints, outdir: project.folder, bundle: true, format: "esm", target: "es2022" });
  return project;
}

const program = (expected: string) => `
import * as lanewise from "lanewise";
import * as threaded from "lanewise/threads";
import { threads } from "./threadsList.js";
console.log(JSON.stringify(await threads(threaded, lanewise, ${JSON.stringify(expected)})));
`;

/** On Node and Bun. */
export const threadsInNode = async (node: string, project: Project): Promise<Check[]> =>
  inNode(node, await withList(project), program("threads"));

/** On Deno, without any permission. */
export const threadsInDeno = async (deno: string, project: Project): Promise<Check[]> =>
  inDeno(deno, await withList(project), program("threads"));

/** On workerd. */
export const threadsInWorkerd = async (project: Project): Promise<Check[]> =>
  inWorkerd(
    await withList(project),
    `import * as lanewise from "lanewise";
import * as threaded from "lanewise/threads";
import { threads } from "./threadsList.js";
export default { fetch: async () => Response.json(await threads(threaded, lanewise, "${reasons.worker}")) };`,
  );

/** In a page. */
export async function threadsInBrowser(
  browser: Browser,
  project: Project,
  settings: Settings,
  expected: string,
): Promise<Check[]> {
  const { exports } = JSON.parse(readFileSync(join(project.installed, "package.json"), "utf8"));
  const at = (name: string) => `/node_modules/lanewise/${exports[name].browser.default.slice(2)}`;
  const imports = { lanewise: at("."), "lanewise/threads": at("./threads") };
  const html = `<!doctype html><title>lanewise</title>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
  const post = (checks) => fetch("/checks", { method: "POST", body: JSON.stringify(checks) });
  try {
    const { threads } = await import("/threadsList.js");
    await post(await threads(await import("lanewise/threads"), await import("lanewise"), ${JSON.stringify(expected)}));
  } catch (error) {
    await post([{ name: "the page runs", error: String(error) }]);
  }
</script>`;
  return visit(browser, (await withList(project)).folder, html, settings);
}
