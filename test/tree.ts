// The project's own files, as the shape tests read them.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Files below a folder whose names end in one of `ends`, as paths from the root with forward slashes; none where it is missing. */
export function files(folder: string, ...ends: string[]): string[] {
  let found: string[];
  try {
    found = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return found
    .map((file) => join(folder, file).replaceAll("\\", "/"))
    .filter((file) => !/(^|\/)(node_modules|dist|build)\//.test(file) && ends.some((end) => file.endsWith(end)))
    .sort();
}

/** The text of a file. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** What a file imports or re-exports: paths from the root for files of the project, else the name of a package. */
export function imports(file: string): string[] {
  const found = [
    ...read(file).matchAll(
      /^\s*(?:import|export)\b[^;]*?\bfrom\s*"([^"]+)"|^\s*import\s*"([^"]+)"|\bimport\("([^"]+)"\)/gms,
    ),
  ];
  return found.map(([, a, b, c]) => {
    const name = (a ?? b ?? c) as string;
    return name.startsWith(".") ? normalize(join(dirname(file), name)).replaceAll("\\", "/") : name;
  });
}
