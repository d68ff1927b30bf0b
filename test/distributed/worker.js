// A worker with faults on order. argv[2]: { folder, options, store }. Prints "ready" once it listens.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { lanewise } from "lanewise";
import { squeakWorker } from "lanewise/distributed";
import { squeak } from "lanewise/kernel-methods";

const { folder, options, store } = JSON.parse(process.argv[2]);
const lw = await lanewise({ build: "simd" });

/** Whether this is the first time, among all workers. */
function first(name) {
  try {
    writeFileSync(join(folder, name), `${process.pid}`, { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

/** Says who has it, and holds on to it until it is killed. */
const hang = async (name) => {
  if (first(name)) await wait(60_000);
};

/** points: numbers of a matrix of `dim` columns; throws: how often; hang, slow: what to do first. */
async function leaf({ points, dim, throws = 0, hang: held, slow, name, ...dictionary }) {
  if (held) await hang(held);
  if (slow && first(`${name}-began`)) await wait(slow);
  for (let i = 0; i < throws; i++) if (first(`${name}-threw-${i}`)) throw new RangeError(`no data, time ${i}`);
  return lw.scope(() => squeak(lw.matrix(points.length / dim, dim, points), dictionary));
}

const path = (key) => join(store.folder, key.replaceAll("/", "!"));
const inFolder = store && {
  put: async (key, bytes) => writeFileSync(path(key), bytes),
  async get(key) {
    if (store.hang && key.includes("merge")) await hang(store.hang);
    return existsSync(path(key)) ? readFileSync(path(key)) : undefined;
  },
  delete: async (key) => rmSync(path(key), { force: true }),
};

const onError = ({ message }) => console.log(`told: ${message}`);
const worker = await squeakWorker(lw, { ...options, leaf, onError, ...(inFolder ? { store: inFolder } : {}) });
process.once("SIGTERM", () => worker.close());
console.log("ready");
worker.closed.catch((error) => {
  console.log(error.name);
  process.exitCode = 3;
});
