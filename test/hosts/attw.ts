// "Are the types wrong?" of every subpath of the packed package, as ES modules are resolved.

import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { type Check, check } from "./checks.ts";
import { type Project, root } from "./pack.ts";
import { command } from "./registry.ts";

/** One check; the pattern of the methods' subpaths is asked for by each of its names. */
export function typesAreRight({ tarball }: Project): Promise<Check> {
  return check("attw finds no wrong types", () => {
    const methods = globSync("src/methods/*/", { cwd: root }).map((path) => basename(path));
    const args = [tarball, "--profile", "esm-only", "--format", "ascii", "--include-entrypoints", ...methods];
    try {
      execFileSync(command("attw"), args, { cwd: join(root, "test/hosts"), encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      const { stdout, message } = error as Error & { stdout?: string };
      throw new Error((stdout || message).slice(0, 1000));
    }
  });
}
