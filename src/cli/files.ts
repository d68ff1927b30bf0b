/**
 * Files that are there whole or not at all.
 * @module
 */
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder that can take files, made or not. @throws Error where the path is something else */
export function checkFolder(path: string): void {
  if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true))
    throw new Error(`"${path}" is there and is not a folder`);
}

/** Writes files into a folder, made where it is missing: first under other names, then all renamed. Returns their paths. */
export function writeAll(folder: string, files: Readonly<Record<string, string>>): string[] {
  checkFolder(folder);
  mkdirSync(folder, { recursive: true });
  const names = Object.keys(files);
  const draft = (name: string) => join(folder, `.${name}.${process.pid}.part`);
  try {
    for (const name of names) writeFileSync(draft(name), files[name] as string);
    for (const name of names) renameSync(draft(name), join(folder, name));
  } finally {
    for (const name of names) rmSync(draft(name), { force: true });
  }
  return names.map((name) => join(folder, name));
}
