import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRelaxed } from "../../src/entry/options.ts";
import { build } from "../instance.ts";
import { bundled, inFolder, root } from "./command.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

let lanewise: Awaited<ReturnType<typeof bundled>>;
beforeAll(async () => {
  if (build === "simd") lanewise = await bundled("test-main");
});

// The same in every build.
describe.runIf(build === "simd")("the command line", () => {
  it("--help names every command and ends with 0", async () => {
    const { code, stdout, stderr } = await lanewise(["--help"]);
    expect(code).toBe(0);
    for (const command of ["demo", "bench", "info", "convert"])
      expect(stdout).toMatch(new RegExp(`^\\s+${command}\\s`, "m"));
    expect(stderr).toBe("");
    // No colour where the output is not a terminal.
    expect(stdout).not.toContain("\u001b");
  });

  it.each([
    ["demo", "--out --json --seed --repetitions --build"],
    ["bench", "--filter --out --json --build"],
    ["info", "--json"],
    ["convert", "--from --to --name --type --sparse --dense --quantize --group-size --compress --force --json"],
  ])("%s --help names every option, with an example and the exit codes", async (command, options) => {
    const { code, stdout } = await lanewise([command, "--help"]);
    expect(code).toBe(0);
    const named = [...stdout.matchAll(/^ +(--[\w-]+)/gm)].map(([, option]) => option);
    expect(named.sort()).toEqual(options.split(" ").sort());
    expect(stdout).toMatch(new RegExp(`^EXAMPLES\\n\\n +lanewise ${command}`, "m"));
    expect(stdout).toContain("130 interrupted");
  });

  it("--version prints that of the package", async () => {
    expect(await lanewise(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
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
      threads: { available: expect.any(Boolean), most: expect.any(Number) },
      memory: { process: expect.any(Number), machine: expect.any(Number), heap: expect.any(Number), instance: 2 ** 32 },
    });
  });

  it("info says the same in words", async () => {
    const { code, stdout } = await lanewise(["info"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^lanewise\\s+${version}$`, "m"));
    expect(stdout).toMatch(/^relaxed SIMD\s+(yes|no)$/m);
    expect(stdout).toMatch(/^threads\s+(up to \d+|none: .+)$/m);
  });

  it("bench --json prints the rows alone, --out writes them, each step is told on stderr", () =>
    inFolder(async (folder) => {
      const path = join(folder, "rows.json");
      const { code, stdout, stderr } = await lanewise(["bench", "--filter", "peak", "--json", "--out", path]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ name: "peak", type: "f64" }));
      expect(readFileSync(path, "utf8")).toBe(stdout);
      expect(stderr).toMatch(/peak/);
      expect(readdirSync(folder)).toEqual(["rows.json"]);
    }));

  it("Ctrl-C ends bench with 130 and writes nothing", () =>
    inFolder(async (folder) => {
      let sent = false;
      const outcome = await lanewise(["bench", "--out", join(folder, "rows.json")], {
        onError: (_, kill) => {
          if (!sent) kill("SIGINT");
          sent = true;
        },
      });
      expect(outcome).toMatchObject({ code: 130, stdout: "" });
      expect(readdirSync(folder)).toEqual([]);
    }));

  it("bench fails with 1 where --out cannot be written, before any work", async () => {
    const { code, stderr } = await lanewise(["bench", "--out", "no/such/folder/rows.json"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^lanewise: .*no such folder\n$/) });
  });
});
