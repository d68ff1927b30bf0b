// The package by itself: its metadata, its declarations under strict TypeScript, its command, and the example of the README.

import { execFileSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { type Check, check, expect } from "./checks.ts";
import { type Project, root } from "./pack.ts";

const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const USE = `
import { type CsrInput, type Lanewise, l1, lanewise, proximalGradient, run } from "lanewise";
import { lanewiseSync } from "lanewise/edge";
import { lanewiseSync as inlineSync } from "lanewise/inline";
import { readNpy, type Tensor, writeNpy } from "lanewise/io";
import simd from "lanewise/simd.wasm";
const input: CsrInput = { rows: 2, cols: 2, indptr: [0, 1, 2], indices: [0, 1], values: [1, 2] };
const lw: Lanewise = await lanewise({ build: "simd", memory: { initial: 65536 } });
using A = lw.csr(input);
using b = lw.vector([1, 2]);
const tensor: Tensor = await readNpy(await writeNpy({ data: new Float32Array(2), shape: [2] }));
const { x, converged } = run(proximalGradient(A, b, l1(0.1), 0.2), { tolerance: 1e-9 });
export const results: [Float32Array | Float64Array, boolean, Lanewise, Lanewise] = [x.toArray(), converged, lanewiseSync({ wasm: simd }), inlineSync()];
export { tensor };
`;

/** Programs whose own settings differ: a bundler's, Node's without the names of browsers, and a worker's. */
const SETTINGS = {
  "a bundler": { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [] },
  "Node alone": {
    module: "nodenext",
    lib: ["es2023"],
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  },
  "a worker": { module: "nodenext", lib: ["es2022", "webworker"], types: [], customConditions: ["workerd"] },
};

/** A bundle of the first export of each method declares nothing that another method exports. */
async function alone(folder: string): Promise<void> {
  const methods = await Promise.all(
    globSync("src/methods/*/!(index).ts", { cwd: root }).map(async (file) => ({
      subpath: basename(dirname(file)),
      exports: Object.keys(await import(pathToFileURL(join(root, file)).href)),
    })),
  );
  const wrong: string[] = [];
  for (const { subpath, exports } of methods) {
    const bundle = await build({
      stdin: { contents: `export { ${exports[0]} } from "lanewise/${subpath}";`, resolveDir: folder },
      bundle: true,
      format: "esm",
      write: false,
      external: ["*.wasm"],
    });
    const declared = new Set(
      [...bundle.outputFiles[0]!.text.matchAll(/\b(?:function\*?|class|var) ([\w$]+)/g)].map(([, name]) => name),
    );
    expect(declared.has(exports[0]), `${exports[0]} is not in its own bundle`);
    for (const other of methods) {
      const foreign = other.exports.filter((name) => declared.has(name) && !exports.includes(name));
      if (other.exports !== exports && foreign.length > 0) wrong.push(`${exports[0]} pulls in ${foreign.join(", ")}`);
    }
  }
  expect(methods.length > 2 && wrong.length === 0, wrong.join("; ") || "no methods were found");
}

/** Everything but the kernels. */
export async function inPackage({ folder, installed }: Project): Promise<Check[]> {
  const checks = [
    await check("publint has nothing to say", async () => {
      const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
      const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
      expect(messages.length === 0, messages.map((message) => formatMessage(message, manifest)).join("; "));
    }),
  ];
  writeFileSync(join(folder, "use.ts"), USE);
  for (const [name, settings] of Object.entries(SETTINGS))
    checks.push(
      await check(`strict TypeScript for ${name}`, () => {
        const compilerOptions = { strict: true, noEmit: true, target: "es2022", skipLibCheck: false, ...settings };
        writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
        try {
          run(folder, join(root, "node_modules/.bin/tsc"), "-p", ".");
        } catch (error) {
          throw new Error((error as { stdout: string }).stdout);
        }
      }),
    );
  checks.push(
    await check("importing one method pulls in no other", () => alone(folder)),
    await check("the README's example prints what the README says", () => {
      const example = readFileSync(join(root, "docs/example.js"), "utf8");
      const block = /```js\n([^`]*)```/.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1];
      expect(block === example, "the example in README.md is not docs/example.js");
      writeFileSync(join(folder, "example.js"), example);
      const printed = run(folder, process.execPath, "example.js").trim();
      const promised = [...example.matchAll(/\/\/ prints (.*)/g)].map(([, text]) => text).join("\n");
      expect(promised !== "" && printed === promised, `expected "${promised}", got "${printed}"`);
    }),
    await check("the command tells its version", () => {
      const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
      const printed = run(folder, join(folder, "node_modules/.bin/lanewise"), "--version").trim();
      expect(printed === version, `expected ${version}, got ${printed}`);
    }),
  );
  return checks;
}
