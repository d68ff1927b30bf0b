// An instance with threads, in the build under test, with parts far smaller than pay, so that small products are cut as well.
import { afterAll } from "vitest";
import { lanewise, type ThreadedLanewise, type ThreadsOptions } from "../../src/entry/threadsNode.ts";
import { build, engineOf } from "../instance.ts";
import { workerFile } from "../../tools/worker.ts";
import type { WorkerTeam } from "../../src/threads/team.ts";

const file = workerFile();

/** Another instance; its workers end with the test file. */
export async function threaded(options: ThreadsOptions<never> = {}): Promise<ThreadedLanewise> {
  const lw = await lanewise({ build, worker: file, ...options } as Parameters<typeof lanewise>[0]);
  afterAll(() => lw.dispose());
  return lw;
}

/** The threads of an instance. */
export const teamOf = (lw: ThreadedLanewise): WorkerTeam => engineOf(lw).team as WorkerTeam;

/** The same where every product is cut into as many parts as there are threads. */
export async function eager(threads: number): Promise<ThreadedLanewise> {
  const lw = await threaded({ threads });
  teamOf(lw).grain = 1;
  return lw;
}
