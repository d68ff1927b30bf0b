import { defineCommand } from "citty";
import { setImmediate as pause } from "node:timers/promises";
import { lanewise } from "../../entry/node.ts";
import { demo, STEP_COUNT } from "../demo/demo.ts";
import { demoText } from "../demo/print.ts";
import type { DemoResult } from "../demo/result.ts";
import { checkFolder, writeAll } from "../files.ts";
import { interruptible } from "../interrupt.ts";
import { progress } from "../progress.ts";
import { integer } from "../usage.ts";
import { buildOf, buildOption } from "./options.ts";

/** `lanewise demo`: the main job on real input. */
export const demoCommand = defineCommand({
  meta: {
    name: "demo",
    description: "Tell digits apart with compressed weights, follow a lasso path, time the hot loops",
  },
  args: {
    out: { type: "string", valueHint: "DIR", description: "write report.html and its pictures here" },
    json: { type: "boolean", description: "print JSON alone" },
    seed: { type: "string", valueHint: "N", default: "1", description: "seed of the split and the random weights" },
    repetitions: { type: "string", valueHint: "N", default: "9", description: "timed samples of each loop" },
    build: buildOption,
  },
  run: ({ args }) =>
    interruptible(async (signal) => {
      const seed = integer("seed", args.seed, 0);
      const repetitions = integer("repetitions", args.repetitions, 1);
      if (args.out !== undefined) checkFolder(args.out);
      const lw = await lanewise({ build: buildOf(args.build) });
      const line = progress(STEP_COUNT);
      const step = async (name: string) => {
        line.step(name);
        await pause();
        signal.throwIfAborted();
      };
      try {
        const result = await demo({ lw, seed, repetitions, signal, step });
        const written = args.out === undefined ? [] : await report(result, args.out, signal);
        line.stop();
        console.log(args.json ? JSON.stringify(result, null, 2) : demoText(result, written));
      } finally {
        line.stop();
      }
    }),
});

/** Command lines for the help. */
export const demoExamples = [
  ["lanewise demo", "a table of quality and speed"],
  ["lanewise demo --out report", "the same, and a page with pictures"],
] as const;

/** Writes the report, whose drawing library is loaded only now. */
async function report(result: DemoResult, folder: string, signal: AbortSignal): Promise<string[]> {
  const { reportFiles } = await import("../demo/report.ts");
  const files = reportFiles(result);
  await pause();
  signal.throwIfAborted();
  return writeAll(folder, files);
}
