import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasRelaxed } from "../../src/entry/options.ts";
import { build } from "../instance.ts";
import { inFolder, lanewise, root } from "./command.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

// The same in every build.
describe.runIf(build === "simd")("the command line", () => {
  it("--help names every command and ends with 0", async () => {
    const { code, stdout, stderr } = await lanewise(["--help"]);
    expect(code).toBe(0);
    for (const command of ["demo", "bench", "info"]) expect(stdout).toMatch(new RegExp(`^\\s+${command}\\s`, "m"));
    expect(stderr).toBe("");
    // No colour where the output is not a terminal.
    expect(stdout).not.toContain("\u001b");
  });

  it("demo --help names every option", async () => {
    const { code, stdout } = await lanewise(["demo", "--help"]);
    expect(code).toBe(0);
    for (const option of ["--out", "--json", "--seed", "--repetitions", "--build"]) expect(stdout).toContain(option);
  });

  it("--version prints that of the package", async () => {
    expect(await lanewise(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([
    [[], "no command"],
    [["dmeo"], 'unknown command "dmeo"'],
    [["constructor"], 'unknown command "constructor"'],
    [["--bogus"], 'unknown option "--bogus"'],
    [["demo", "--bogus"], 'unknown option "--bogus"'],
    [["demo", "--seed", "one"], '"--seed"'],
    [["demo", "--build", "fast"], '"--build"'],
    [["bench", "--filter", "no-such-loop"], '"no-such-loop"'],
  ])("%j is a wrong command line: 2, and a message on stderr alone", async (args, message) => {
    const { code, stdout, stderr } = await lanewise(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  it("fails with 1 where --out is a file, before any work", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "taken");
      writeFileSync(path, "kept");
      const { code, stdout, stderr } = await lanewise(["demo", "--out", path]);
      expect(code).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^lanewise: ".*taken" is there and is not a folder\n$/);
      expect(readdirSync(folder)).toEqual(["taken"]);
      expect(readFileSync(path, "utf8")).toBe("kept");
    });
  });

  it.skipIf(hasRelaxed())("fails with 1 where the host cannot run the build asked for", async () => {
    const { code, stderr } = await lanewise(["demo", "--build", "relaxed"]);
    expect(code).toBe(1);
    expect(stderr).toContain("UnsupportedBuildError");
  });

  it("info --json describes the host", async () => {
    const { code, stdout } = await lanewise(["info", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      lanewise: version,
      build: hasRelaxed() ? "relaxed" : "simd",
      relaxedSimd: hasRelaxed(),
      node: process.versions.node,
      cores: expect.any(Number),
      memory: { machine: expect.any(Number), heap: expect.any(Number), instance: 2 ** 32 },
    });
  });

  it("info says the same in words", async () => {
    const { code, stdout } = await lanewise(["info"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^lanewise\\s+${version}$`, "m"));
    expect(stdout).toMatch(/^relaxed SIMD\s+(yes|no)$/m);
  });
});
