import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkArguments, integer, UsageError } from "../../src/cli/usage.ts";

const known = {
  out: { type: "string" },
  json: { type: "boolean" },
  build: { type: "enum", options: ["auto", "simd"] },
} as const;
const check = (...given: string[]) => checkArguments(given, known as unknown as Parameters<typeof checkArguments>[1]);

describe("checkArguments", () => {
  it.each([
    [],
    ["--json"],
    ["--out", "folder", "--json"],
    ["--out=folder"],
    ["--out", "-"],
    ["--out=--json"],
    ["--build", "simd"],
    ["--build=auto"],
  ])("takes %s %s %s", (...given) => {
    expect(() => check(...given.filter((word) => word !== undefined))).not.toThrow();
  });

  it.each([
    [["folder"], 'unexpected argument "folder"'],
    [["--jso"], 'unknown option "--jso"'],
    [["-json"], 'unknown option "-json"'],
    [["--"], 'unknown option "--"'],
    [["--no-json"], 'unknown option "--no-json"'],
    [["--constructor"], 'unknown option "--constructor"'],
    [["--json=true"], '"--json" takes no value'],
    [["--out"], '"--out" needs a value'],
    [["--out="], '"--out" needs a value'],
    [["--out", "--json"], '"--out" needs a value'],
    [["--build", "relaxed"], "expected auto or simd"],
  ])("refuses %j", (given, message) => {
    expect(() => check(...given)).toThrow(UsageError);
    expect(() => check(...given)).toThrow(message);
  });
});

describe("integer", () => {
  it("reads what it is to read", () => {
    fc.assert(fc.property(fc.maxSafeNat(), (n) => integer("seed", `${n}`, 0) === n));
    expect(integer("seed", "-3", -3)).toBe(-3);
  });

  it.each(["", " 1", "1.5", "1e3", "0x10", "NaN", "-1", "9007199254740993"])("refuses %j", (text) => {
    expect(() => integer("seed", text, 0)).toThrow(UsageError);
  });
});
