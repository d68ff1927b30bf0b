// A Redis server of the test's own: on a free port, in memory alone, ended with the test.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** Its version, or undefined where there is none. */
export function redisVersion(): string | undefined {
  try {
    return /v=(\S+)/.exec(execFileSync("redis-server", ["--version"], { encoding: "utf8" }))?.[1];
  } catch {
    return undefined;
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** A running server. */
export interface Server {
  readonly port: number;
  readonly address: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

export async function startRedis(folder: string, port?: number): Promise<Server> {
  const at = port ?? (await freePort());
  const options = ["--port", `${at}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  const child: ChildProcess = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (text) => {
      printed += text;
      if (/Ready to accept connections/.test(printed)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${printed.slice(-500)}`)));
    child.once("error", reject);
  });
  const ended = once(child, "exit");
  return {
    port: at,
    address: `redis://127.0.0.1:${at}`,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
