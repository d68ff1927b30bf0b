// The package as a user gets it: packed, installed from the tarball into an empty project, with the smoke list beside it.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const npm = (cwd: string, ...args: string[]) =>
  execFileSync("npm", args, { cwd, stdio: ["ignore", "pipe", "inherit"] });

/** Imports of the package's own sources become what a user writes: src/models/index.ts is lanewise/models. */
const subpaths: Plugin = {
  name: "subpaths",
  setup({ onResolve }) {
    onResolve({ filter: /\/src\/.*\/index\.ts$/ }, ({ path }) => ({
      path: `lanewise/${basename(dirname(path))}`,
      external: true,
    }));
  },
};

/** A project that has lanewise installed and nothing else. */
export interface Project {
  readonly folder: string;
  readonly tarball: string;
  /** The installed package. */
  readonly installed: string;
  /** A copy of the installed package without its .wasm files. */
  readonly broken: string;
}

/** Packs, which builds, and installs; asks no registry, as there are no dependencies. */
export async function pack(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "lanewise-hosts-"));
  npm(root, "pack", "--loglevel=error", "--pack-destination", folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz"))!);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  npm(folder, "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", tarball);
  const installed = join(folder, "node_modules/lanewise");
  const broken = join(folder, "broken");
  cpSync(join(installed, "dist"), join(broken, "dist"), { recursive: true, filter: (path) => !path.endsWith(".wasm") });
  cpSync(join(installed, "package.json"), join(broken, "package.json"));
  const entryPoints = [fileURLToPath(new URL("smoke.ts", import.meta.url))];
  await build({ entryPoints, outdir: folder, bundle: true, format: "esm", target: "es2022", plugins: [subpaths] });
  return { folder, tarball, installed, broken };
}
