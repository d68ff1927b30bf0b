// examples/edge as its users have it: copied beside the installed package, its model trained, bundled by wrangler, run in workerd.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Check, check, expect } from "./checks.ts";
import { type Project, root } from "./pack.ts";

const require = createRequire(import.meta.url);
const imported = async (name: string) => import(pathToFileURL(require.resolve(name)).href);
const tsx = pathToFileURL(createRequire(join(root, "package.json")).resolve("tsx")).href;

/** The example's worker, and beside it the list of checks that runs on every host. */
const MAIN = `
import * as lanewise from "lanewise";
import { smoke } from "../../smoke.js";
import worker from "./worker.ts";
const checks = async () => Response.json(await smoke(lanewise));
export default { fetch: (request) => (new URL(request.url).pathname === "/checks" ? checks() : worker.fetch(request)) };
`;
const EMPTY = "export default { fetch: () => new Response() };";
const TYPES = { ".js": "ESModule", ".wasm": "CompiledWasm", ".safetensors": "Data" } as const;

/** What an isolate may have. */
const LIMIT = 128 << 20;

/** As much of miniflare's class as is used. */
interface Host {
  readonly ready: Promise<URL>;
  getInspectorURL(): Promise<URL>;
  dispose(): Promise<void>;
}

/** An example that is built. */
export interface Built {
  /** Its source. */
  readonly source: string;
  /** Its bundle. */
  readonly bundle: string;
}

/** Copies, trains, bundles. */
export function build({ folder }: Project): Built {
  const [source, bundle] = [join(folder, "edge"), join(folder, "edge-bundle")];
  const run = (...args: string[]) =>
    execFileSync(process.execPath, args, {
      cwd: source,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 120_000,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    });
  cpSync(join(root, "examples/edge"), source, {
    recursive: true,
    filter: (path) => !/node_modules|\.wrangler|safetensors/.test(path),
  });
  run("--import", tsx, "model/main.ts");
  writeFileSync(join(source, "src/checked.js"), MAIN);
  const wrangler = require.resolve("wrangler/package.json").replace("package.json", "bin/wrangler.js");
  run(wrangler, "deploy", "src/checked.js", "--dry-run", "--outdir", bundle);
  return { source, bundle };
}

/** Starts workerd on a bundle, or on a worker that does nothing. */
export async function start(bundle?: string): Promise<Host> {
  const { Miniflare } = await imported("miniflare");
  const options = { compatibilityDate: "2026-04-01", host: "127.0.0.1", port: 0, inspectorPort: 0 };
  if (bundle === undefined) return new Miniflare({ ...options, modules: true, script: EMPTY });
  const files = readdirSync(bundle).flatMap((path) => {
    const type = TYPES[extname(path) as keyof typeof TYPES];
    return type ? [{ type, path }] : [];
  });
  const modules = files.sort((a, b) => Number(b.type === "ESModule") - Number(a.type === "ESModule"));
  return new Miniflare({ ...options, rootPath: bundle, modulesRoot: bundle, modules });
}

/** Milliseconds from nothing to the first answer: starting workerd, loading the worker, serving one request. */
export async function firstAnswer(bundle?: string): Promise<number> {
  await imported("miniflare");
  const since = performance.now();
  const miniflare = await start(bundle);
  try {
    const response = await fetch(new URL("/health", await miniflare.ready));
    await response.arrayBuffer();
    return performance.now() - since;
  } finally {
    await miniflare.dispose();
  }
}

/** What examples/edge/load.ts prints. */
export interface Load {
  readonly requests: number;
  readonly clients: number;
  readonly perSecond: number;
  readonly classify: { count: number; p50: number; p99: number };
  readonly search: { count: number; p50: number; p99: number };
  readonly malformed: { count: number; p50: number; p99: number };
  readonly accuracy: number;
  readonly recall: number;
  readonly before: Record<string, number>;
  readonly after: Record<string, number>;
  readonly faults: number;
}

/** Asks the worker so many times, from a process of its own. */
export async function load(source: string, address: URL, requests: number): Promise<{ report: Load; faults: string }> {
  const args = ["--import", tsx, "load.ts", address.origin, String(requests), "--json"];
  const child = spawn(process.execPath, args, { cwd: source, stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 });
  let [printed, faults] = ["", ""];
  child.stdout.on("data", (data) => {
    printed += data;
  });
  child.stderr.on("data", (data) => {
    faults += data;
  });
  await new Promise((resolve) => child.on("close", resolve));
  if (printed === "") throw new Error(`no report: ${faults.slice(0, 500)}`);
  return { report: JSON.parse(printed), faults };
}

/** Bytes of the worker's isolate as V8 counts them; linear memory of WebAssembly is not among them. */
export async function isolateBytes(miniflare: Host): Promise<number> {
  const inspector = (await miniflare.getInspectorURL()).href.replace(/^ws/, "http");
  const targets = (await (await fetch(new URL("/json", inspector))).json()) as Record<string, string>[];
  const target = targets.find(({ id }) => id?.startsWith("core:user"));
  const { WebSocket } = await imported("undici");
  const socket = new WebSocket(target!.webSocketDebuggerUrl!);
  try {
    const { result } = await new Promise<{ result: Record<string, number> }>((resolve, reject) => {
      socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: "Runtime.getHeapUsage" }));
      socket.onmessage = ({ data }: MessageEvent) => resolve(JSON.parse(data));
      socket.onerror = () => reject(new Error("the inspector does not answer"));
    });
    return result.totalSize! + result.embedderHeapUsedSize! + result.backingStorageSize!;
  } finally {
    socket.close();
  }
}

/** That a load was served, and left nothing. */
export async function loadChecks(miniflare: Host, { source }: Built, requests: number): Promise<Check[]> {
  const { report, faults } = await load(source, await miniflare.ready, requests);
  const { before, after, classify, search, malformed } = report;
  const bytes = (await isolateBytes(miniflare)) + after.reserved!;
  const ms = (v: number) => `${v.toFixed(1)} ms`;
  console.log(
    `  ${requests} requests by ${report.clients} clients: ${Math.round(report.perSecond)} a second;`,
    Object.entries({ classify, search, malformed })
      .map(([kind, { count, p50, p99 }]) => `${count} ${kind} p50 ${ms(p50)} p99 ${ms(p99)}`)
      .join(", "),
  );
  console.log(
    `  linear memory ${before.reserved} bytes before, ${after.reserved} after; the isolate in all ${(bytes / 2 ** 20).toFixed(1)} MiB;`,
    `digits right ${(100 * report.accuracy).toFixed(1)} %, planted neighbours found ${(100 * report.recall).toFixed(1)} %`,
  );
  return [
    await check("every answer of the load is as it should be, malformed requests among them", () =>
      expect(
        report.faults === 0 && malformed.count >= requests / 25,
        `${report.faults} wrong: ${faults.slice(0, 400)}`,
      ),
    ),
    await check("digits are told apart", () => expect(report.accuracy >= 0.95, `${report.accuracy} are right`)),
    await check("planted neighbours are found", () => expect(report.recall >= 0.99, `${report.recall} are found`)),
    await check("nothing of a request is kept in linear memory", () => {
      for (const name of ["reserved", "bytes", "arrays", "workspace"])
        expect(before[name] === after[name], `${name}: ${before[name]} before, ${after[name]} after`);
    }),
    await check("the isolate stays below 128 MB", () => expect(bytes < LIMIT, `${bytes} bytes`)),
  ];
}

const typed = ({ source }: Built): Promise<Check> =>
  check("strict TypeScript for the example", () => {
    const modules = join(root, "node_modules");
    const options = ["-p", ".", "--typeRoots", join(modules, "@types")];
    try {
      execFileSync(join(modules, ".bin/tsc"), options, { cwd: source, encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      throw new Error((error as { stdout: string }).stdout.slice(0, 500));
    }
  });

/** The example under a load, and the list of every host in the same bundle. */
export async function inEdge(project: Project): Promise<Check[]> {
  const built = build(project);
  await coldStart(built.bundle);
  const miniflare = await start(built.bundle);
  try {
    const checks = [await typed(built), ...(await loadChecks(miniflare, built, 2000))];
    const response = await fetch(new URL("/checks", await miniflare.ready));
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 500));
    return [...checks, ...JSON.parse(text)];
  } finally {
    await miniflare.dispose();
  }
}

/** The median of three first answers, of the example and of a worker that does nothing, taken in turns. */
export async function coldStart(bundle: string): Promise<{ example: number; empty: number }> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < 3; i++) {
    times[0].push(await firstAnswer(bundle));
    times[1].push(await firstAnswer());
  }
  const [example, empty] = times.map((list) => list.sort((a, b) => a - b)[1]!) as [number, number];
  console.log(
    `  workerd, from nothing to the first answer: ${example.toFixed(0)} ms, a worker that does nothing ${empty.toFixed(0)} ms`,
  );
  return { example, empty };
}
