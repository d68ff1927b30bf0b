/**
 * What a command line may say. citty parses it but lets unknown options and missing values pass; this does not.
 * @module
 */
import type { ArgsDef } from "citty";

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Checks the arguments of a command against its definition. @throws UsageError */
export function checkArguments(given: readonly string[], known: ArgsDef): void {
  const places = Object.keys(known).filter((name) => known[name]?.type === "positional");
  let placed = 0;
  for (let i = 0; i < given.length; i++) {
    const word = given[i] as string;
    if (word === "-" || !word.startsWith("-")) {
      if (++placed > places.length) throw new UsageError(`unexpected argument "${word}"`);
      continue;
    }
    const [flag = "", value] = split(word);
    const name = flag.replace(/^--/, "");
    const definition = Object.hasOwn(known, name) && flag.startsWith("--") ? known[name] : undefined;
    if (!definition || definition.type === "positional") throw new UsageError(`unknown option "${flag}"`);
    if (definition.type === "boolean") {
      if (value !== undefined) throw new UsageError(`option "${flag}" takes no value`);
      continue;
    }
    const taken = value ?? given[++i];
    if (taken === undefined || taken === "" || (value === undefined && taken.startsWith("--")))
      throw new UsageError(`option "${flag}" needs a value`);
    if (definition.type === "enum" && !definition.options?.includes(taken))
      throw new UsageError(`option "${flag}": expected ${definition.options?.join(" or ")}, got "${taken}"`);
  }
  if (placed < places.length)
    throw new UsageError(
      `expected ${places.map((name) => name.toUpperCase()).join(" and ")}, got ${placed || "neither"}`,
    );
}

/** An option's value as one of a list. @throws UsageError */
export function oneOf<T extends string>(name: string, value: string, options: readonly T[]): T {
  if (!(options as readonly string[]).includes(value))
    throw new UsageError(`option "--${name}": expected ${options.join(", ")}, got "${value}"`);
  return value as T;
}

/** An option's value as an integer from `least` on. @throws UsageError */
export function integer(name: string, value: string, least: number): number {
  const number = Number(value);
  if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number) || number < least)
    throw new UsageError(`option "--${name}": expected an integer from ${least} on, got "${value}"`);
  return number;
}

function split(word: string): [string, string?] {
  const cut = word.indexOf("=");
  return cut < 0 ? [word] : [word.slice(0, cut), word.slice(cut + 1)];
}
