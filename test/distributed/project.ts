// The package as it is built, in an empty project beside BullMQ and ioredis, and worker processes there.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { SqueakWorkerOptions } from "../../src/distributed/index.ts";
import { root } from "../tree.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Installs the peers, unless they are there. */
export function installPeers(): void {
  if (["bullmq", "ioredis"].every((name) => existsSync(join(here, "node_modules", name, "package.json")))) return;
  execFileSync("npm", ["ci", "--loglevel=error"], { cwd: here, stdio: ["ignore", "pipe", "pipe"] });
}

/** The modules as a program in the project finds them. */
async function modules(installed: string) {
  const load = (path: string) => import(pathToFileURL(join(installed, "dist", path)).href);
  return {
    ...((await load("distributed/index.js")) as typeof import("../../src/distributed/index.ts")),
    ...((await load("methods/kernel-methods/index.js")) as typeof import("../../src/methods/kernel-methods/index.ts")),
    ...((await load("entry/node.js")) as typeof import("../../src/entry/node.ts")),
  };
}

/** A worker in a process of its own. */
export interface WorkerProcess {
  readonly process: ChildProcess;
  /** What it printed. */
  readonly printed: () => string;
  /** Ends it: by closing the worker, or at once. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** How the faulty worker is started. */
export interface WorkerSettings {
  readonly options: Omit<SqueakWorkerOptions, "leaf" | "store" | "onError">;
  readonly store?: { readonly folder: string; readonly hang?: string };
}

export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "lanewise-distributed-"));
  readonly #children = new Set<ChildProcess>();

  constructor() {
    const installed = join(this.folder, "node_modules/lanewise");
    mkdirSync(installed, { recursive: true });
    for (const part of ["dist", "build", "package.json"])
      cpSync(join(root, part), join(installed, part), { recursive: true, filter: (path) => !path.endsWith(".wat") });
    for (const name of readdirSync(join(here, "node_modules")))
      if (!name.startsWith(".")) symlinkSync(join(here, "node_modules", name), join(this.folder, "node_modules", name));
    cpSync(join(here, "worker.js"), join(this.folder, "worker.js"));
    for (const file of ["readings.js", "run.js", "worker.js"])
      cpSync(join(root, "examples/distributed", file), join(this.folder, "example", file));
    cpSync(join(root, "examples/distributed/package.json"), join(this.folder, "package.json"));
  }

  modules(): ReturnType<typeof modules> {
    return modules(join(this.folder, "node_modules/lanewise"));
  }

  /** Starts a program of the project. */
  start(...args: string[]): WorkerProcess {
    const child = spawn(process.execPath, args, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    this.#children.add(child);
    let text = "";
    child.stdout.on("data", (more) => {
      text += more;
    });
    child.stderr.on("data", (more) => {
      text += more;
    });
    const ended = once(child, "exit").then(([code]) => {
      this.#children.delete(child);
      return code as number | null;
    });
    return {
      process: child,
      printed: () => text,
      end(signal = "SIGTERM") {
        child.kill(signal);
        return ended;
      },
    };
  }

  /** Starts so many workers, and waits until they listen. */
  async workers(count: number, settings: WorkerSettings): Promise<WorkerProcess[]> {
    const all = Array.from({ length: count }, () =>
      this.start("worker.js", JSON.stringify({ folder: this.folder, ...settings })),
    );
    for (const { process, printed } of all)
      while (!/^ready$/m.test(printed())) {
        if (process.exitCode !== null) throw new Error(`a worker ended: ${printed()}`);
        await once(process.stdout as NodeJS.ReadableStream, "data", { signal: AbortSignal.timeout(60_000) });
      }
    return all;
  }

  /** Ends what still runs, and removes the folder. */
  close(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
