// The house keeps its shape: who imports whom, how kernels are named, what is documented and tested, how long a file is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { build } from "./instance.ts";
import { files, imports, read, root } from "./tree.ts";

const sources = files("src", ".ts");
const kernels = files("assembly", ".ts");

/** What a part of src may import, besides itself. */
const layers: Record<string, string[]> = { core: [] };
layers.kernels = ["core"];
layers.threads = layers.arrays = ["kernels", ...layers.kernels];
layers.io = ["core", "arrays"];
layers.operators = layers.linalg = ["arrays", ...layers.arrays];
layers.prox = ["linalg", ...layers.linalg];
layers.solvers = ["operators", "prox", "linalg", ...layers.operators];
layers.nn = ["solvers", ...layers.solvers];
layers.models = ["solvers", ...layers.solvers];
layers.methods = ["nn", "models", ...layers.nn];
layers.distributed = ["core", "kernels", "arrays", "methods"];
layers["lanewise.ts"] = ["solvers", ...layers.solvers];
layers["index.ts"] = ["lanewise.ts", "nn", ...layers["lanewise.ts"]];
layers.entry = ["index.ts", "threads", ...layers["index.ts"]];
layers.cli = ["entry", "io", "methods", ...layers.methods, ...layers.entry];

const part = (file: string): string => file.split("/")[1] as string;

describe("imports", () => {
  test("go one way through the layers of src", () => {
    const wrong = sources.flatMap((file) =>
      imports(file)
        .filter((to) => to.startsWith("src/") && part(to) !== part(file) && !layers[part(file)]?.includes(part(to)))
        .map((to) => `${file} -> ${to}`),
    );
    expect(wrong).toEqual([]);
    expect(sources.map(part).filter((name) => !(name in layers))).toEqual([]);
  });

  test("no method imports another, nor its parts", () => {
    // src/methods/<domain>/<slug>.ts and the parts of it in a folder of its name; what a domain shares is in common/.
    const methodOf = (file: string) => /^src\/methods\/([^/]+\/[^/.]+)/.exec(file)?.[1];
    const wrong = files("src/methods", ".ts")
      .filter((file) => !/^src\/methods\/[^/]+\/index\.ts$/.test(file))
      .flatMap((file) => imports(file).map((to) => [file, to] as const))
      .filter(([file, to]) => methodOf(to) && methodOf(to) !== methodOf(file) && !/\/common(\/|\.)/.test(to));
    expect(wrong).toEqual([]);
  });

  test("the library imports no package, and the host in its own entries alone", () => {
    const wrong = sources
      .filter((file) => part(file) !== "cli")
      .flatMap((file) => imports(file).map((to) => `${file} -> ${to}`))
      .filter((edge) => !/ -> (src|build)\//.test(edge))
      .filter(
        (edge) =>
          !/^src\/distributed\/peers\.ts -> (bullmq|ioredis)$/.test(edge) &&
          !/^src\/entry\/((disk|threads(Node|Deno|Hands|WorkerNode))\.ts -> node|inline\.ts -> inline):/.test(edge),
      );
    expect(wrong).toEqual([]);
  });

  test("the library calls no function whose last bits differ between hosts; src/core/elementary.ts has them", () => {
    const hostOwn = /\bMath\.(a?(cos|sin|tan)h?|atan2|cbrt|expm?1?|hypot|log(1p|2|10)?|pow)\(/;
    const wrong = sources.filter((file) => part(file) !== "cli" && hostOwn.test(read(file)));
    expect(wrong).toEqual([]);
  });

  test("what the kernels use of relaxed SIMD is what a host is asked for", () => {
    const used = kernels.flatMap((file) => [...read(file).matchAll(/\brelaxed_[a-z0-9_]+/g)].map(([name]) => name));
    const probed = [...read("src/entry/options.ts").matchAll(/\brelaxed_[a-z0-9_]+/g)].map(([name]) => name);
    expect(used.length).toBeGreaterThan(0);
    expect([...new Set(used)].filter((name) => !probed.includes(name))).toEqual([]);
  });

  test("kernels raise to no power and take no logarithm by the standard library, whose tables are kept whether used or not", () => {
    const code = (file: string) => read(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    const tables = /\*\*|\bMathf?\.(?!abs|ceil|copysign|floor|max|min|round|sign|sqrt|trunc)/;
    expect(kernels.filter((file) => tables.test(code(file)))).toEqual([]);
  });

  test("a kernel family imports assembly/core alone, and core itself", () => {
    const wrong = kernels.flatMap((file) => {
      const mine = file.split("/")[1];
      const allowed = file === "assembly/index.ts" ? /^assembly\/[a-z0-9]+\// : /^assembly\/core\//;
      return imports(file)
        .filter((to) => !allowed.test(to) && !(to.startsWith(`assembly/${mine}/`) && mine !== "core"))
        .map((to) => `${file} -> ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  test("oracles import nothing of what they judge", () => {
    const wrong = files("test/oracle", ".ts").flatMap((file) =>
      imports(file).filter((to) => !/^(test\/oracle\/|node:)/.test(to)),
    );
    expect(wrong).toEqual([]);
  });

  test("only the faces of the kernels know a pointer, only the lane vocabulary a feature", () => {
    const pointers = sources.filter((file) => part(file) !== "kernels" && /\.ptr\b/.test(read(file)));
    const features = kernels.filter((file) => file !== "assembly/core/lane.ts" && read(file).includes("ASC_FEATURE_"));
    expect([pointers, features]).toEqual([[], []]);
  });
});

describe("kernels", () => {
  const inFamilies = kernels
    .filter((file) => !/^assembly\/(core\/|index)/.test(file))
    .flatMap((file) =>
      [...read(file).matchAll(/^export function (\w+)/gm)].map(([, name]) => ({ file, name: name as string })),
    );
  test("are named family_operation_type, the family being the folder", () => {
    for (const { file, name } of inFamilies) {
      expect(name).toMatch(/^[a-z0-9]+_[a-z0-9]+_(f32|f64|u32|u8|i8)$/);
      expect(name.split("_")[0]).toBe(file.split("/")[1]);
    }
    expect(inFamilies.length).toBeGreaterThan(50);
  });

  test("are all in the index, and nothing else is but the heap", () => {
    const text = read("assembly/index.ts").replace(/\/\/.*/g, "");
    const listed = [...text.matchAll(/export \{([^}]*)\}/gs)].flatMap(
      ([, names]) => (names as string).match(/\w+/g) ?? [],
    );
    const heap = ["heap_alloc_u8", "heap_free_u8"];
    expect(listed.slice().sort()).toEqual([...inFamilies.map(({ name }) => name), ...heap].sort());
    expect(text.replace(/export \{[^}]*\} from "[^"]+";/gs, "").trim()).toBe("");
  });

  test("are what the built module exports, which imports memory alone", () => {
    const module = new WebAssembly.Module(readFileSync(join(root, "build", `${build}.wasm`)));
    const exported = WebAssembly.Module.exports(module);
    const names = [...inFamilies.map(({ name }) => name), "heap_alloc_u8", "heap_free_u8", "memory"];
    expect(exported.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(exported.filter(({ kind }) => kind !== "function").map(({ name }) => name)).toEqual(["memory"]);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });

  test("have a row in the census", () => {
    const text = read("docs/kernels.md");
    const rows = new Set(inFamilies.map(({ name }) => name.replace(/_[a-z0-9]+$/, "")));
    expect([...rows].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  test("every verb of the lane vocabulary is tested inside Wasm", () => {
    const verbs = [...read("assembly/core/lane.ts").matchAll(/export function (\w+)/g)].map(
      ([, name]) => name as string,
    );
    const spec = read("test/assembly/lane.spec.ts");
    expect(verbs.length).toBeGreaterThan(5);
    expect(verbs.filter((verb) => !new RegExp(`it\\("[^"]*\\b${verb}\\b`).test(spec))).toEqual([]);
  });

  test("each file opens with its formula", () => {
    expect(kernels.filter((file) => file !== "assembly/index.ts" && !read(file).startsWith("// "))).toEqual([]);
  });
});

describe("methods", () => {
  const methods = files("src/methods", ".ts").filter((file) =>
    /^src\/methods\/[^/]+\/(?!index\.|common\.)[^/]+\.ts$/.test(file),
  );
  test.each(methods.length > 0 ? methods : ["none yet"])(
    "%s has a citation, a test and a row in docs/methods.md",
    (file) => {
      if (file === "none yet") return expect(methods).toEqual([]);
      const slug = file.replace(/^src\/|\.ts$/g, "");
      expect(read(file)).toMatch(/^\/\*\*(?:(?!\*\/)[\s\S])*(doi:10\.|arXiv:\d|https?:\/\/)/);
      expect(files("test/methods", ".test.ts")).toContain(`test/${slug}.test.ts`);
      const [, domain, name] = slug.split("/");
      expect(read("docs/methods.md")).toMatch(new RegExp(`^\\|.*\\| ${domain} \\|.*\`${name}\``, "m"));
    },
  );
});

describe("files", () => {
  const all = ["src", "assembly", "test", "bench", "tools", "examples"].flatMap((folder) =>
    files(folder, ".ts", ".mjs", ".js"),
  );

  test("are at most 300 lines long", () => {
    const long = all.filter((file) => read(file).split("\n").length > 301);
    expect(long).toEqual([]);
  });

  test("hold no note to self, no paths of a machine, and tests run whole", () => {
    const note = /\b(TODO|FIXME|XXX|HACK)\b/;
    const path = /["'`( ]\/(work|root|home)\//;
    const part = /\b(test|it|describe)\.(only|skip|todo|fails)\b/;
    const texts = [...all, ...files("docs", ".md"), ...files("data", ".md", ".py"), ...files("test/fixtures", ".py")];
    const bad = texts.filter((file) => {
      const text = read(file);
      const named = file === "test/shape.test.ts" || file === "test/norelaxed.ts";
      return path.test(text) || (!named && (note.test(text) || part.test(text)));
    });
    expect(bad).toEqual([]);
  });
});
