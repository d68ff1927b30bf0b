/**
 * Those a user would pick instead (`npm ci --prefix bench/peers`). Each lies in a file of bench/peers and is loaded when first asked for, so that
 * the bench runs without any of them; one that is missing, fails or is wrong is named with the reason.
 * @module
 */
import type { Opponents, Task } from "../case.ts";
import { relativeError } from "../statistics.ts";
import { type Runner, runner } from "../timing.ts";

/** A peer that is ready. */
export interface Peer {
  readonly name: string;
  /** Ready to run a task; undefined where it has no such operation. */
  prepare(task: Task): Promise<Prepared | undefined> | Prepared | undefined;
  close?(): Promise<void> | void;
}

/** A task with its operands handed over. */
export interface Prepared {
  /** One call, timed here; or `time`, by the peer's own clock. */
  run?(): unknown;
  time?(calls: number): Promise<number>;
  /** What a call computes, row-major. */
  result(): Promise<ArrayLike<number>> | ArrayLike<number>;
  dispose?(): Promise<void> | void;
}

/** How far a peer may be from us, by type; see relativeError. */
const TOLERANCE = { f32: 1e-3, f64: 1e-6 };

/** Loads a file of bench/peers. This path is right from here and from the bundled command, two folders deep as well. */
const load = (file: string): Promise<PeerModule> =>
  import(new URL(`../../bench/peers/${file}.mjs`, import.meta.url).href);

interface PeerModule {
  open(): Promise<Peer | Peer[]> | Peer | Peer[];
}

/** Files of bench/peers; each opens one peer or several. */
const FILES = [
  "tfjs",
  "onnxruntime-web",
  "jax-js",
  "ml-matrix",
  "mathjs",
  "eigen-js",
  "numpy-ts",
  "fft-js",
  "webr",
  "native",
];
const ALL = Object.fromEntries(FILES.map((file) => [file, () => load(file)]));

export class Peers {
  #opened: Promise<{ peers: Peer[]; failed: Record<string, string> }> | undefined;

  constructor(
    private readonly tell: (message: string) => void = () => {},
    private readonly files: Readonly<Record<string, () => Promise<PeerModule>>> = ALL,
  ) {}

  /** Those that can run a task and agree with us on its result. */
  async find(task: Task, expected: ArrayLike<number>): Promise<Opponents> {
    this.#opened ??= this.#open();
    const { peers, failed } = await this.#opened;
    const missing = { ...failed };
    const runners: Runner[] = [];
    const ready: { peer: string; prepared: Prepared }[] = [];
    for (const peer of peers) {
      try {
        const prepared = await peer.prepare(task);
        if (!prepared) continue;
        ready.push({ peer: peer.name, prepared });
        const off = relativeError(await prepared.result(), expected, task.unsigned);
        if (!(off <= (task.tolerance ?? TOLERANCE[task.type])))
          throw new Error(`its result is off by ${off.toPrecision(3)}`);
        runners.push(runnerOf(peer.name, prepared));
      } catch (error) {
        missing[peer.name] = (error as Error).message;
        this.tell(`${peer.name} left out of ${task.op}: ${missing[peer.name]}`);
      }
    }
    const dispose = async () => {
      for (const { peer, prepared } of ready) {
        try {
          await prepared.dispose?.();
        } catch (error) {
          this.tell(`${peer} after ${task.op}: ${(error as Error).message}`);
        }
      }
    };
    return { runners, missing, dispose };
  }

  /** Ends what runs apart. */
  async close(): Promise<void> {
    for (const peer of (await this.#opened)?.peers ?? []) await peer.close?.();
  }

  async #open(): Promise<{ peers: Peer[]; failed: Record<string, string> }> {
    const peers: Peer[] = [];
    const failed: Record<string, string> = {};
    for (const [file, open] of Object.entries(this.files)) {
      try {
        peers.push(...[await (await open()).open()].flat());
      } catch (error) {
        failed[file] = reasonOf(error);
        this.tell(`peer ${file} is missing: ${failed[file]}`);
      }
    }
    return { peers, failed };
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code?.endsWith("MODULE_NOT_FOUND")) return "not installed: npm ci --prefix bench/peers";
  return message.split("\n")[0] as string;
}

function runnerOf(name: string, prepared: Prepared): Runner {
  const { time, run } = prepared;
  return { ...(time ? { name, time } : runner(name, run as () => unknown, () => {})), optional: true };
}
