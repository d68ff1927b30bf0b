// Runs the command line in a process of its own, as a user does.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** How a run ended. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Of stdout. */
  bytes: Uint8Array;
}

/** The package's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs `lanewise` with arguments; `onError` sees all of stderr so far, and may end the process. */
export function lanewise(
  args: readonly string[],
  onError: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Outcome> {
  return run(["--import", "tsx", "src/cli/main.ts", ...args], { onError });
}

/** The command bundled, which starts several times as fast. Two folders deep, as src/cli is. */
export async function bundled(name: string): Promise<(args: readonly string[], how?: How) => Promise<Outcome>> {
  const outdir = join(root, "out", name);
  await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts"],
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["*.wasm"],
    keepNames: true,
    logLevel: "error",
    logOverride: { "ignored-bare-import": "silent" },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return (args, how = {}) => run([join(outdir, "main.js"), ...args], how);
}

/** What a run is given, and who watches it. */
export interface How {
  /** All of stdin; "open" leaves it open. */
  input?: Uint8Array | "open";
  onError?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

function run(args: readonly string[], { input, onError = () => {} }: How): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root });
    const outcome: Outcome = { code: null, stdout: "", stderr: "", bytes: new Uint8Array(0) };
    child.stdin.on("error", () => {});
    if (input !== "open") child.stdin.end(input);
    const pieces: Uint8Array[] = [];
    child.stdout.on("data", (piece: Uint8Array) => pieces.push(piece));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      outcome.stderr += text;
      onError(outcome.stderr, (signal) => child.kill(signal));
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const bytes = Buffer.concat(pieces);
      resolve({ ...outcome, code, bytes, stdout: bytes.toString("utf8") });
    });
  });
}

/** A folder for `body`, removed afterwards. */
export async function inFolder<R>(body: (path: string) => R | Promise<R>): Promise<R> {
  const path = mkdtempSync(join(tmpdir(), "lanewise-"));
  try {
    return await body(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
