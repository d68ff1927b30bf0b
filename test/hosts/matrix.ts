// What ran where, as a table: printed, and kept in docs/hosts.md.

import { createHash } from "node:crypto";
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

/** Whether the list ran in a build; nothing where the host was asked for other checks. */
const ran = (checks: readonly Check[], build: string) => {
  if (!checks.some(({ bits }) => bits)) return "";
  return checks.some(({ name, error }) => name.startsWith(`${build} f32`) && !error) ? "yes" : "no";
};

function row(outcome: Outcome): string[] {
  const { name, checks, missing } = outcome;
  if (missing) return [name, "", "", `skipped: ${missing}`, "", ""];
  const failed = checks.filter(({ error }) => error).length;
  return [
    name,
    ran(checks, "simd"),
    ran(checks, "relaxed"),
    `${checks.length - failed} of ${checks.length}`,
    kernelsOf(checks),
    digest(outcome),
  ];
}

/** How many kernels were called, where all were. */
const kernelsOf = (checks: readonly Check[]) =>
  checks.flatMap(({ name, error }) => (error ? [] : (/(\d+) kernels were called/.exec(name)?.[1] ?? [])))[0] ?? "";

const bitsOf = ({ checks }: Outcome) => checks.find(({ bits }) => bits)?.bits;

/** A short name of all hashes of a host. */
function digest(outcome: Outcome): string {
  const bits = bitsOf(outcome);
  return bits ? createHash("sha256").update(JSON.stringify(bits)).digest("hex").slice(0, 12) : "";
}

/** Every host that ran has the bits of the first: one check a host, which names the results that differ. */
export function compareBits(outcomes: readonly Outcome[]): Check[] {
  const [first, ...others] = outcomes.filter(bitsOf);
  if (!first) return [{ name: "the same bits on every host", error: "no host has told its bits" }];
  const expected = bitsOf(first) as Record<string, string>;
  return others.map((other) => {
    const got = bitsOf(other) as Record<string, string>;
    const differ = Object.keys({ ...expected, ...got }).filter((name) => expected[name] !== got[name]);
    const name = `${other.name} has the bits of ${first.name}, ${Object.keys(expected).length} results`;
    return differ.length === 0 ? { name } : { name, error: `${differ.length} differ: ${differ.join(", ")}` };
  });
}

/** Prints the table, and writes docs/hosts.md if asked. */
export function printMatrix(outcomes: readonly Outcome[], write: boolean): void {
  const rows = [
    ["host", "simd", "relaxed", "checks passed", "kernels called", "bits of simd"],
    Array(6).fill("---"),
    ...outcomes.map(row),
  ];
  const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  console.log(table);
  if (!write) return;
  const results = Object.keys(outcomes.map(bitsOf).find(Boolean) ?? {}).length;
  writeFileSync(
    join(root, "docs/hosts.md"),
    `# Hosts

\`npm run test:hosts\` packs the package, installs it in an empty project, runs the same list of checks on every host it finds
and writes this page. The list: every loop against literal numbers in each element type and build; every kernel of the module at
least once, counted; a method of each domain; memory that grows; errors with what they carry; an abort by signal; and where the host has
\`relaxed\`, its results against those of \`simd\`. "simd" and "relaxed" are the builds that ran there; by default a host takes the second
where it has it. "kernels called" is how many kernels the module exports, where all of them were called. "bits of simd" is a hash of
${results} results of kernels, methods and solvers, which that build must answer alike everywhere.

${table}
`,
  );
}
