// What ran where, as a table: printed, and kept in docs/hosts.md.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./checks.ts";
import { root } from "./pack.ts";

/** One host's outcome: its checks, or why there are none. */
export interface Outcome {
  readonly name: string;
  readonly checks: readonly Check[];
  readonly missing?: string | undefined;
}

const ran = (checks: readonly Check[], build: string) =>
  checks.some(({ name, error }) => name.startsWith(`${build} f32`) && !error) ? "yes" : "no";

function row({ name, checks, missing }: Outcome): string[] {
  if (missing) return [name, "", "", `skipped: ${missing}`];
  const failed = checks.filter(({ error }) => error).length;
  return [name, ran(checks, "simd"), ran(checks, "relaxed"), `${checks.length - failed} of ${checks.length}`];
}

/** Prints the table and writes docs/hosts.md. */
export function writeMatrix(outcomes: readonly Outcome[]): void {
  const rows = [["host", "simd", "relaxed", "checks passed"], ["---", "---", "---", "---"], ...outcomes.map(row)];
  const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  console.log(table);
  writeFileSync(
    join(root, "docs/hosts.md"),
    `# Hosts

\`npm run test:hosts\` packs the package, installs it in an empty project, runs the same list of checks on every host it finds
and writes this page. "simd" and "relaxed" are the builds that ran there; by default a host takes the second where it has it.

${table}
`,
  );
}
