import { basename, dirname } from "node:path";
import { defineCommand } from "citty";
import { bench, names, table } from "../../../bench/main.ts";
import { checkTarget } from "../draft.ts";
import { writeAll } from "../files.ts";
import { interruptible } from "../interrupt.ts";
import { UsageError } from "../usage.ts";
import { buildOf, buildOption } from "./options.ts";

/** `lanewise bench`: the kernels measured against plain JavaScript and against what the machine can do. */
export const benchCommand = defineCommand({
  meta: { name: "bench", description: "Measure the kernels against plain JavaScript and the limits of this machine" },
  args: {
    filter: { type: "string", valueHint: "NAME,NAME", description: `only these: ${names.join(", ")}` },
    out: { type: "string", valueHint: "FILE", description: "write the rows here as JSON" },
    json: { type: "boolean", description: "print JSON alone" },
    build: buildOption,
  },
  run: ({ args }) =>
    interruptible(async (signal) => {
      const filter = args.filter?.split(",") ?? [...names];
      for (const name of filter)
        if (!names.includes(name)) throw new UsageError(`option "--filter": "${name}" is none of ${names.join(", ")}`);
      if (args.out !== undefined) checkTarget(args.out, true);
      const onProgress = (message: string) => process.stderr.write(`${message}\n`);
      const rows = await bench({ filter, build: buildOf(args.build), signal, onProgress });
      const json = JSON.stringify(rows, null, 2);
      if (args.out !== undefined) writeAll(dirname(args.out), { [basename(args.out)]: `${json}\n` });
      console.log(args.json ? json : table(rows));
    }),
});

/** Command lines for the help. */
export const benchExamples = [
  ["lanewise bench", "everything, in some minutes"],
  ["lanewise bench --filter gemm,csr --json", "two families, as JSON"],
] as const;
