// Each example of the guides runs, and prints what it says it prints.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { describe, expect, test } from "vitest";
import * as root from "../src/index.ts";
import * as io from "../src/io/index.ts";
import * as quantization from "../src/methods/quantization/index.ts";
import * as kernelMethods from "../src/methods/kernel-methods/index.ts";
import * as sparse from "../src/methods/sparse-recovery/index.ts";
import * as sparsity from "../src/methods/sparsity/index.ts";
import * as models from "../src/models/index.ts";
import { lw } from "./instance.ts";
import { files } from "./tree.ts";

/** The guides, and how many examples each has at least. */
const guides = {
  edge: 2,
  "first-steps": 8,
  sparse: 5,
  porting: 5,
  io: 8,
  penalties: 1,
  methods: 3,
  linalg: 4,
  models: 2,
  solvers: 6,
  quantization: 7,
  "sparse-recovery": 5,
  "kernel-methods": 6,
};

/** What examples import. */
const modules = {
  lanewise: { ...root, lanewise: async () => lw },
  "lanewise/io": io,
  "lanewise/models": models,
  "lanewise/quantization": quantization,
  "lanewise/kernel-methods": kernelMethods,
  "lanewise/sparse-recovery": sparse,
  "lanewise/sparsity": sparsity,
};

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
  const body = plain.replace(/import (\{[^}]*\}) from "(lanewise[^"]*)";/g, (_, names: string, from: string) => {
    return `const ${names} = modules["${from}"];`;
  });
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await AsyncFunction("modules", "console", body)(modules, { log });
  return printed.join("\n").trim().split("\n");
}

test("every page with an example is among them", () => {
  const run = new Set([...Object.keys(guides), "edge", "threads", "playground", "distributed"]); // those have programs of their own
  const pages = files("docs", ".md").map((path) => path.slice("docs/".length, -".md".length));
  expect(pages.filter((page) => !run.has(page) && examples(page).length > 0)).toEqual([]);
});

describe.each(Object.entries(guides))("docs/%s.md", (guide, least) => {
  test("has examples", () => expect(examples(guide).length).toBeGreaterThanOrEqual(least));

  test.each(examples(guide).map((code, i) => [i + 1, code] as const))("example %i", async (_, code) => {
    expect(await printedBy(code)).toEqual(promised(code));
  });
});

test.each([
  ["edge", 3],
  ["distributed", 2],
])("docs/%s.md quotes the files it names", (guide, least) => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  const quotes = [...read(`docs/${guide}.md`).matchAll(/```\w+ (examples\/\S+)\n(.*?)```/gs)];
  expect(quotes.length).toBeGreaterThanOrEqual(least);
  for (const [, path = "", text = ""] of quotes) expect(read(path)).toContain(text);
});

describe("docs/porting.md", () => {
  const { printed } = JSON.parse(readFileSync(new URL("fixtures/porting.json", import.meta.url), "utf8")) as {
    printed: string[][];
  };
  const guide = readFileSync(new URL("../docs/porting.md", import.meta.url), "utf8");

  test("says of the Python programs what they printed", () => {
    const programs = [...guide.matchAll(/```python\n(.*?)```/gs)].map(([, code = ""]) => code);
    const said = programs.map((code) => [...code.matchAll(/^print\(.*\) {2}# (.*)$/gm)].map(([, line]) => line));
    expect(said).toEqual(printed);
  });

  test("promises the same of the others", () => expect(examples("porting").map(promised)).toEqual(printed));
});

// A name in a table that is called, as `lw.csr(...)`, `A.matmul(x)` or `lasso(X, y)` are, is there.
describe.each(["../README.md", "../docs/porting.md", "../docs/sparse.md", "../docs/linalg.md", "../docs/solvers.md"])(
  "the tables of %s",
  (path) => {
    const known = { lanewise: null, ...root, ...io, ...models, ...quantization, ...sparse } as Record<string, unknown>;
    const classes = Object.values(known).filter((value) => typeof value === "function" && value.prototype) as Array<{
      prototype: object;
    }>;
    const members = new Set(classes.flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype)));

    test("name what is there", () => {
      const text = readFileSync(new URL(path, import.meta.url), "utf8").replace(/```.*?```/gs, "");
      const cells = [...text.matchAll(/^\|.*\|$/gm)].map(([row]) =>
        /porting/.test(path) ? (row.split("|").at(-2) as string) : row,
      );
      const spans = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code));
      const missing = spans.flatMap((code) =>
        [...code.matchAll(/(\blw\.|\.)?\b([A-Za-z]\w*)\(/g)].flatMap(([call, owner, name = ""]) => {
          if (owner === "lw.") return name in lw ? [] : [call];
          return members.has(name) || (owner === undefined && name in known) ? [] : [call];
        }),
      );
      expect(missing).toEqual([]);
    });
  },
);
