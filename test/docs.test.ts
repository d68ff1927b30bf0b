// Each example of the guides runs, and prints what it says it prints.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { describe, expect, test } from "vitest";
import * as root from "../src/index.ts";
import * as io from "../src/io/index.ts";
import * as quantization from "../src/methods/quantization/index.ts";
import * as sparse from "../src/methods/sparse-recovery/index.ts";
import * as models from "../src/models/index.ts";
import { lw } from "./instance.ts";

/** The guides, and how many examples each has at least. */
const guides = { io: 7, linalg: 4, models: 2, solvers: 6, quantization: 7, "sparse-recovery": 5 };

function examples(guide: string): string[] {
  const text = readFileSync(new URL(`../docs/${guide}.md`, import.meta.url), "utf8");
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
}

/** What an example says it prints: comments behind console.log, and lines of comment right after one. */
function promised(code: string): string[] {
  const lines = code.split("\n");
  return lines.flatMap((line, i) => {
    const [, behind] = /(?:console\.log\(|onProgress,).*\/\/ (.*)$/.exec(line) ?? [];
    if (behind !== undefined) return [behind];
    const isAfter = /console\.log|^\}$|^\/\/ /.test(lines[i - 1] ?? "");
    return line.startsWith("// ") && isAfter ? [line.slice(3)] : [];
  });
}

async function printedBy(code: string): Promise<string[]> {
  const printed: string[] = [];
  const log = (...values: unknown[]) => printed.push(values.map(String).join(" "));
  const { code: plain } = await transform(code, { loader: "ts", format: "esm", target: "es2022" });
  const body = plain.replace(/import (\{[^}]*\}) from "(lanewise[^"]*)";/g, (_all, names: string, from: string) => {
    return `const ${names} = ${/\/(\w+)/.exec(from)?.[1] ?? "root"};`;
  });
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const run = AsyncFunction("io", "models", "quantization", "sparse", "root", "console", body);
  await run(io, models, quantization, sparse, { ...root, lanewise: async () => lw }, { log });
  return printed.join("\n").trim().split("\n");
}

describe.each(Object.entries(guides))("docs/%s.md", (guide, least) => {
  test("has examples", () => expect(examples(guide).length).toBeGreaterThanOrEqual(least));

  test.each(examples(guide).map((code, i) => [i + 1, code] as const))("example %i", async (_, code) => {
    expect(await printedBy(code)).toEqual(promised(code));
  });
});
