import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bench } from "../../bench/main.ts";
import { build } from "../instance.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lanewise-bench-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "bench/cli.ts", ...args], { encoding: "utf8" });

describe("the command line", () => {
  it("refuses a name that is none, with code 2", () => {
    const { status, stderr, stdout } = run("--filter", "gemm,gemmm");
    expect(status).toBe(2);
    expect(stderr).toMatch(/"filter".*gemm.*got "gemmm"/);
    expect(stdout).toBe("");
  });

  it("refuses an option that is none, with code 2", () => {
    const { status, stderr } = run("--fliter", "gemm");
    expect(status).toBe(2);
    expect(stderr).toContain("--fliter");
  });

  it("writes the rows, and prints a table and the size of both builds", () => {
    const json = join(folder, "rows.json");
    const { status, stdout } = run("--filter", "peak", "--json", json, "--build", build);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^simd\.wasm: \d+ bytes, \d+ with brotli\nrelaxed\.wasm: \d+ bytes, \d+ with brotli$/m);
    const rows = JSON.parse(readFileSync(json, "utf8"));
    expect(rows.map((row: { name: string; type: string }) => [row.name, row.type])).toEqual([
      ["peak", "f32"],
      ["peak", "f64"],
      ["peak", "i8"],
    ]);
    for (const row of rows) expect(row.build).toBe(build);
  });
});

describe("bench", () => {
  it("says which names there are", async () => {
    await expect(bench({ filter: ["nothing"] })).rejects.toMatchObject({
      name: "ArgumentRangeError",
      argument: "filter",
      expected: expect.stringContaining("csr-mm"),
      got: '"nothing"',
    });
  });

  it("fails at once where the file cannot be written", async () => {
    const messages: string[] = [];
    const options = {
      filter: ["peak"],
      json: join(folder, "no", "rows.json"),
      onProgress: (m: string) => messages.push(m),
    };
    await expect(bench(options)).rejects.toMatchObject({ code: "ENOENT" });
    expect(messages).toEqual([]);
  });

  it("ends with the signal's reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(bench({ filter: ["peak"], build, signal })).rejects.toThrow("enough");
  });
});
