// node run.js [redis://...]: has the workers make one dictionary of all parts.
import { distributedMergeTree } from "lanewise/distributed";

const leaves = Array.from({ length: 16 }, (_, part) => ({ task: { part, gamma: 1, qbar: 20, seed: part } }));
const dictionary = await distributedMergeTree(leaves, {
  connection: process.argv[2] ?? "redis://127.0.0.1:6379",
  queue: "readings",
  seed: 1,
  signal: AbortSignal.timeout(600_000),
  onProgress: ({ done, total }) => console.error(`${done} of ${total}`),
});
console.log(`${dictionary.size} points stand for ${dictionary.seen}`);
