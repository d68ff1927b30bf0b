// The names, versions and licence texts of the packages whose code is part of dist.

import { existsSync, readdirSync, readFileSync } from "node:fs";

/** @param inputs paths of all files that went into a bundle */
export function notices(inputs: readonly string[]): string {
  const folders = new Set<string>();
  for (const path of inputs) {
    const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    if (folder) folders.add(folder);
  }
  return `Code of these packages is part of dist.\n\n${[...folders].sort().map(notice).join("\n")}`;
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const text = licence(folder) ?? licence(folder.replace(/@([^/]+)\/[^/]+$/, "$1"));
  if (!text) throw new Error(`no licence text for ${name}, whose code is part of dist`);
  return `${"-".repeat(80)}\n${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/** The licence file of a package; those of one scope may leave it to the package the scope is named after. */
function licence(folder: string): string | undefined {
  const file = existsSync(folder) && readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file ? readFileSync(`${folder}/${file}`, "utf8") : undefined;
}
