// Runs the command line in a process of its own, as a user does.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a run ended. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The package's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs `lanewise` with arguments; `onError` sees all of stderr so far, and may end the process. */
export function lanewise(
  args: readonly string[],
  onError: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args], { cwd: root });
    const outcome: Outcome = { code: null, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      outcome.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      outcome.stderr += text;
      onError(outcome.stderr, (signal) => child.kill(signal));
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...outcome, code }));
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
