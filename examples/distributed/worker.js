// node worker.js [redis://...]: takes leaves and merges until it is told to end. Start one a core, on as many machines as there are.
import { lanewise } from "lanewise";
import { squeakWorker } from "lanewise/distributed";
import { squeak } from "lanewise/kernel-methods";
import { readings } from "./readings.js";

const lw = await lanewise({ build: "simd" });
const worker = await squeakWorker(lw, {
  connection: process.argv[2] ?? "redis://127.0.0.1:6379",
  queue: "readings",
  leaf: ({ part, ...options }) => lw.scope(() => squeak(readings(lw, part), options)),
  onError: ({ message }) => console.error(message),
});
process.once("SIGTERM", () => worker.close());
await worker.closed;
