// Hosts that come from the package registry, by a package.json and a lock of their own.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);
const { dependencies } = require("./package.json") as { dependencies: Record<string, string> };

/** The version of an installed host. */
export function installed(name: string): string | undefined {
  try {
    return require(join(here, "node_modules", name, "package.json")).version;
  } catch {
    return undefined;
  }
}

/** The name of a host with its version, once that is known. */
export const title = (name: string): string => [name, installed(name)].filter(Boolean).join(" ");

/** The command of an installed host. */
export const command = (name: string): string => join(here, "node_modules/.bin", name);

/** Installs the hosts unless they are there in the right versions; tells why where that fails. */
export function install(): string | undefined {
  if (Object.entries(dependencies).every(([name, version]) => installed(name) === version)) return undefined;
  try {
    execFileSync("npm", ["ci", "--loglevel=error"], { cwd: here, stdio: ["ignore", "pipe", "pipe"] });
    return undefined;
  } catch (error) {
    return `cannot be installed: ${(error as Error).message.trim().split("\n").slice(0, 3).join("; ")}`;
  }
}
