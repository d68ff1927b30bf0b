// Modules put together in one file of dist/shared, which the rest of the package imports: a program starts the sooner the fewer files
// it reads, and a class is the same wherever it comes from.

import { readFileSync, writeFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

/** Modules with `export *`. */
const TAKES_ALL = /\/src\/(index|entry\/\w+)\.ts$/;

/**
 * Puts all of `entry` but what `plugins` have put elsewhere into dist/shared/<name>.js. Returns
 * the plugin by which other builds import it.
 */
export async function together(name: string, entry: string, common: BuildOptions, plugins: Plugin[]): Promise<Plugin> {
  const options = { ...common, plugins, splitting: false };
  const exported = await exportsOf(await modulesOf(entry, options), common);
  const file = `dist/shared/${name}.js`;
  const contents = [...exported].map(([path, names]) => `export { ${names.join(", ")} } from "${path}";`).join("\n");
  const { outdir, outbase, ...rest } = options;
  const stdin = { contents, resolveDir: ".", loader: "ts" } as const;
  const { metafile } = await build({ ...rest, outfile: file, stdin, minifySyntax: true, minifyWhitespace: true });
  // A bundler is to leave alone what only Node imports; the words that say so were dropped as comments.
  const text = readFileSync(file, "utf8").replace(
    "import(NAME)",
    "import(/* webpackIgnore: true */ /* @vite-ignore */ NAME)",
  );
  writeFileSync(file, text);
  const foreign = Object.values(metafile?.outputs ?? {}).flatMap(({ imports }) =>
    imports.filter((to) => !isShared(to.path)),
  );
  if (foreign.length > 0) throw new Error(`${file} must run on every host, but imports ${foreign[0]?.path}`);
  // Stands for the path to the file, which differs from place to place, until all are written.
  const mark = `lanewise:${name}`;
  return {
    name,
    setup({ initialOptions, onResolve, onLoad, onEnd }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
        const module = resolve(resolveDir, path);
        const names = exported.get(module);
        if (!names) return undefined;
        // A face of the module stands between, so that a file imports each name once, however many of its modules use it. Where
        // there are chunks, what several import would be made one: there each importer has a face of its own, or none if it takes
        // names as they are.
        const face = { pluginData: module, namespace: name, sideEffects: false };
        if (!initialOptions.splitting) return { path: module, ...face };
        const plain = !TAKES_ALL.test(importer) && !names.some((each) => each.includes(" "));
        if (plain) return { path: mark, external: true, sideEffects: false };
        return { path: `${importer} ${module}`, ...face };
      });
      onResolve({ filter: new RegExp(`^${mark}$`) }, () => ({ path: mark, external: true, sideEffects: false }));
      onLoad({ filter: /./, namespace: name }, ({ pluginData }) => ({
        contents: `export { ${exported.get(pluginData)?.map(inverse).join(", ")} } from "${mark}";`,
      }));
      onEnd(({ metafile }) => {
        const written = initialOptions.write === false ? [] : Object.keys(metafile?.outputs ?? {});
        for (const path of written) place(path, mark, file);
      });
    },
  };
}

/** Whether an import is of a file made by `together`, as builds see it. */
export const isShared = (path: string): boolean => path.startsWith("lanewise:");

/** The modules of a bundle of `entry`, without those that only pass on what others have. */
async function modulesOf(entry: string, options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({ ...options, entryPoints: [entry], write: false, metafile: true });
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([path]) => path)
    .filter((path) => /^src\/(?!index|entry\/(core\.|own))/.test(path))
    .sort();
}

/** The names that each module exports, as `a`, or as `a as a$2` where several modules have something of this name. */
async function exportsOf(modules: string[], common: BuildOptions): Promise<Map<string, string[]>> {
  const apart = { ...common, bundle: false, splitting: false, external: [], write: false };
  const { metafile } = await build({ ...apart, entryPoints: modules, metafile: true });
  const outputs = Object.values(metafile.outputs);
  const all = outputs.flatMap(({ exports }) => exports);
  const unique = (name: string, i: number) =>
    all.indexOf(name) === all.lastIndexOf(name) ? name : `${name} as ${name}$${i}`;
  return new Map(
    outputs.map(({ entryPoint, exports }, i) => [
      resolve(entryPoint as string),
      exports.map((name) => unique(name, i)),
    ]),
  );
}

/** `a$2 as a` for `a as a$2`. */
const inverse = (name: string): string => name.split(" as ").reverse().join(" as ");

/** Puts the path to `file` where its mark stands, in one statement for all that is imported from it. */
function place(path: string, mark: string, file: string): void {
  const text = readFileSync(path, "utf8");
  if (!text.includes(mark)) return;
  const to = posix.relative(posix.dirname(path), file);
  const imports = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*"${mark}";?\\n?`, "g");
  const names = [...text.matchAll(imports)].flatMap(([, list]) => (list ?? "").split(",").map((name) => name.trim()));
  const all = names.length > 0 ? `import{${[...new Set(names.filter(Boolean))].join(",")}}from"${mark}";\n` : "";
  const source = to.startsWith(".") ? to : `./${to}`;
  writeFileSync(path, (all + text.replace(imports, "")).replaceAll(mark, source));
}
