import { basename, dirname } from "node:path";
import { defineCommand } from "citty";
import { bench, names, table } from "../../../bench/main.ts";
import { writeAll } from "../files.ts";
import { interruptible } from "../interrupt.ts";
import { UsageError } from "../usage.ts";
import { buildOf, buildOption } from "./options.ts";

/** `lanewise bench`: the kernels measured against plain JavaScript and against what the machine can do. */
export const benchCommand = defineCommand({
  meta: { name: "bench", description: "Measure the kernels against plain JavaScript and the limits of this machine" },
  args: {
    filter: { type: "string", valueHint: "NAME,NAME", description: `only these: ${names.join(", ")}` },
    json: { type: "string", valueHint: "FILE", description: "write the rows here as JSON" },
    build: buildOption,
  },
  run: ({ args }) =>
    interruptible(async (signal) => {
      const filter = args.filter?.split(",") ?? [...names];
      for (const name of filter)
        if (!names.includes(name)) throw new UsageError(`option "--filter": "${name}" is none of ${names.join(", ")}`);
      const onProgress = (message: string) => process.stderr.write(`${message}\n`);
      const rows = await bench({ filter, build: buildOf(args.build), signal, onProgress });
      if (args.json !== undefined)
        writeAll(dirname(args.json), { [basename(args.json)]: `${JSON.stringify(rows, null, 2)}\n` });
      console.log(table(rows));
    }),
});
