import { defineCommand } from "citty";
import { hasRelaxed } from "../../entry/node.ts";
import { describeHost } from "../host.ts";
import { size, table } from "../text.ts";

/** `lanewise info`: what runs here. */
export const infoCommand = defineCommand({
  meta: { name: "info", description: "Show the host, the versions, the build that would run and the limits" },
  args: { json: { type: "boolean", description: "print JSON alone" } },
  run({ args }) {
    const host = describeHost(hasRelaxed() ? "relaxed" : "simd");
    const { memory } = host;
    const lines = [
      ["lanewise", host.lanewise],
      ["build", host.build],
      ["relaxed SIMD", host.relaxedSimd ? "yes" : "no"],
      ["threads", host.threads.available ? `up to ${host.threads.most}` : `none: ${host.threads.reason}`],
      ["Node", `${host.node} (V8 ${host.v8})`],
      ["platform", host.platform],
      ["processor", `${host.cpu}, ${host.cores} cores`],
      [
        "memory",
        `${size(memory.machine)} in the machine, ${size(memory.process)} for this process, ${size(memory.heap)} for JavaScript, ${size(memory.instance)} for an instance`,
      ],
    ];
    console.log(args.json ? JSON.stringify(host, null, 2) : table(lines, "<<"));
  },
});

/** Command lines for the help. */
export const infoExamples = [["lanewise info --json", "the same as JSON"]] as const;
