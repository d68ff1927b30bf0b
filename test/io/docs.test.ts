// Each example of docs/io.md runs, and prints what it says it prints.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { expect, test } from "vitest";
import * as io from "../../src/io/index.ts";
import { lw } from "../instance.ts";

const guide = readFileSync(new URL("../../docs/io.md", import.meta.url), "utf8");
const examples = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);

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

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(6);
});

test.each(examples.map((code, i) => [i + 1, code] as const))("example %i", async (_, code) => {
  const printed: string[] = [];
  const log = (...values: unknown[]) => printed.push(values.map(String).join(" "));
  const { code: plain } = await transform(code, { loader: "ts", format: "esm", target: "es2022" });
  const body = plain.replace(/import (\{[^}]*\}) from "(lanewise[^"]*)";/g, (_all, names: string, from: string) => {
    return `const ${names} = ${from === "lanewise/io" ? "io" : "root"};`;
  });
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const run = AsyncFunction("io", "root", "console", body);
  await run(io, { lanewise: async () => lw }, { log });
  expect(printed.join("\n").trim().split("\n")).toEqual(promised(code));
});
