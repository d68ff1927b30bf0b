/**
 * The `lanewise` command. Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted.
 * @module
 */
import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from "citty";
import { stripVTControlCharacters } from "node:util";
import { benchCommand, benchExamples } from "./commands/bench.ts";
import { convertCommand, convertExamples } from "./commands/convert.ts";
import { demoCommand, demoExamples } from "./commands/demo.ts";
import { infoCommand, infoExamples } from "./commands/info.ts";
import { Interrupted } from "./interrupt.ts";
import { version } from "./package.ts";
import { table } from "./text.ts";
import { checkArguments, UsageError } from "./usage.ts";

const commands = { demo: demoCommand, bench: benchCommand, info: infoCommand, convert: convertCommand };

/** Command lines with what they do. */
type Examples = readonly (readonly [line: string, what: string])[];

const examples: Readonly<Record<keyof typeof commands, Examples>> = {
  demo: demoExamples,
  bench: benchExamples,
  info: infoExamples,
  convert: convertExamples,
};

const CODES = "Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted.";

/** A command whose type no longer says which options it has. */
type AnyCommand = CommandDef & { readonly args: ArgsDef };

const root = defineCommand({
  meta: { name: "lanewise", version, description: "Sparse, low-rank and quantized numerics in SIMD WebAssembly" },
  subCommands: commands,
});

/** Runs one command line; returns the exit code. */
export async function main(given: readonly string[]): Promise<number> {
  try {
    await dispatch(given);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    const known = error instanceof UsageError || name === "Error";
    process.stderr.write(`lanewise: ${known ? "" : `${name}: `}${message}\n`);
    if (!(error instanceof UsageError)) return 1;
    const named = Object.hasOwn(commands, given[0] ?? "") ? `${given[0]} ` : "";
    process.stderr.write(`Try "lanewise ${named}--help".\n`);
    return 2;
  }
}

async function dispatch([name, ...rest]: readonly string[]): Promise<void> {
  if (name === undefined) throw new UsageError("no command given");
  if (name === "--help" || name === "-h") return help(root);
  if (name === "--version") return console.log(version);
  if (name.startsWith("-")) throw new UsageError(`unknown option "${name}"`);
  if (!Object.hasOwn(commands, name)) throw new UsageError(`unknown command "${name}"`);
  const command = commands[name as keyof typeof commands] as unknown as AnyCommand;
  if (rest.includes("--help") || rest.includes("-h"))
    return help(command, root, examples[name as keyof typeof examples]);
  checkArguments(rest, command.args);
  await runCommand(command, { rawArgs: [...rest] });
}

/** Usage, in colour on a terminal alone. */
async function help(command: CommandDef, parent?: CommandDef, lines: Examples = []): Promise<void> {
  const usage = await renderUsage(command, parent);
  const more =
    lines.length === 0
      ? ""
      : `\nEXAMPLES\n\n${table(
          lines.map((line) => ["", ...line]),
          "<<<",
        )}\n`;
  console.log(`${process.stdout.isTTY ? usage : stripVTControlCharacters(usage)}${more}\n${CODES}`);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
