// What the checks share: a server, a project, the modules, a queue for each check, and the dictionary of one process to compare with.
import type { Dictionary } from "../../src/methods/kernel-methods/index.ts";
import { type Check, check, expect } from "../hosts/checks.ts";
import { Project, type WorkerProcess, type WorkerSettings } from "./project.ts";
import { type Server, startRedis } from "./redis.ts";

/** Milliseconds between looks for jobs of lost workers, and after which those are lost. */
export const QUICK = { lockDuration: 1500, stalledInterval: 500 };

/** A client of ioredis, as the checks use it. */
interface Client {
  keys(pattern: string): Promise<string[]>;
  set(key: string, value: string): Promise<unknown>;
  del(key: string): Promise<unknown>;
  call(...words: string[]): Promise<unknown>;
  disconnect(): void;
}

/** The fields of a leaf that the faulty worker makes. */
export interface Fault {
  readonly throws?: number;
  readonly hang?: string;
  readonly slow?: number;
}

export type Modules = Awaited<ReturnType<Project["modules"]>>;

export class Lab {
  readonly project: Project;
  readonly modules: Modules;
  readonly lw: Awaited<ReturnType<Modules["lanewise"]>>;
  readonly server: Server;
  readonly redis: Client;
  #queues = 0;

  private constructor(
    project: Project,
    modules: Modules,
    lw: Awaited<ReturnType<Modules["lanewise"]>>,
    server: Server,
    redis: Client,
  ) {
    [this.project, this.modules, this.lw, this.server, this.redis] = [project, modules, lw, server, redis];
  }

  static async open(): Promise<Lab> {
    const project = new Project();
    try {
      const modules = await project.modules();
      const server = await startRedis(project.folder);
      const { Redis } = (await import(new URL("node_modules/ioredis/built/index.js", import.meta.url).href)) as {
        Redis: new (address: string) => Client;
      };
      return new Lab(project, modules, await modules.lanewise({ build: "simd" }), server, new Redis(server.address));
    } catch (error) {
      project.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await this.server.kill();
    this.project.close();
  }

  /** Where a check has its jobs. */
  place() {
    return { connection: this.server.address, queue: `check-${++this.#queues}`, patience: 5000 };
  }

  /** Seeded points, one dimension after another different. */
  points(rows: number, dim: number, seed = 1) {
    return this.lw.matrix(rows, dim, this.lw.random(seed).normal(rows * dim).data);
  }

  /** A leaf that the worker makes of so many points, and the dictionary that it is to make. */
  task(index: number, fault: Fault = {}, rows = 60) {
    const dim = 2;
    const [points, options] = [
      Array.from(this.points(rows, dim, index).toArray()),
      { gamma: 1, qbar: 20, seed: index },
    ];
    const made = this.lw.scope(() => this.modules.squeak(this.lw.matrix(rows, dim, points), options));
    return { leaf: { task: { points, dim, name: `check-${this.#queues}-${index}`, ...options, ...fault } }, made };
  }

  /** The tree in this process. */
  tree(leaves: Dictionary[], seed: number | bigint = 0): Promise<Dictionary> {
    const { mergeTree, mergeDictionaries } = this.modules;
    return mergeTree(leaves, (a, b, level, index) => mergeDictionaries(this.lw, a, b, { seed, level, index }));
  }

  /** A check with workers, whose keys are gone when it and they have ended: what may still be there by then expires by itself. */
  async check(
    name: string,
    workers: { count: number; settings?: Partial<WorkerSettings["options"]>; store?: WorkerSettings["store"] },
    body: (place: ReturnType<Lab["place"]>, workers: WorkerProcess[]) => Promise<void>,
  ): Promise<Check> {
    const place = this.place();
    return check(name, async () => {
      const options = { ...place, ...QUICK, ...workers.settings };
      const { store } = workers;
      const started = await this.project.workers(workers.count, { options, ...(store ? { store } : {}) });
      try {
        await body(place, started);
      } finally {
        await Promise.all(started.map((worker) => worker.end()));
      }
      await this.empty(place.queue);
    });
  }

  /** No key of a queue is left, not even one that expires. */
  async empty(queue: string): Promise<void> {
    let keys: string[] = [];
    for (const end = performance.now() + 3000; performance.now() < end; ) {
      keys = await this.redis.keys(`*${queue}*`);
      if (keys.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`keys are left: ${keys.join(", ")}`);
  }
}

/** Two dictionaries are the same, bit for bit. */
export function same(got: Dictionary, wanted: Dictionary): void {
  for (const name of ["X", "p", "copies"] as const) {
    const [a, b] = [got[name], wanted[name]].map((x) => Buffer.from(x.buffer, x.byteOffset, x.byteLength)) as [
      Buffer,
      Buffer,
    ];
    expect(a.equals(b), `${name} differs: ${got[name].length} numbers, ${wanted[name].length} expected`);
  }
  const plain = ({ X: _, p: __, copies: ___, kernel, ...rest }: Dictionary) =>
    JSON.stringify([Object.entries(rest).sort(), Object.entries(kernel).sort()]);
  expect(plain(got) === plain(wanted), `expected ${plain(wanted)}, got ${plain(got)}`);
}

/** Waits until something is so. */
export async function until(what: string, is: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${milliseconds} ms: ${what}`);
}
