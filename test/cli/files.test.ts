import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeAll } from "../../src/cli/files.ts";
import { inFolder } from "./command.ts";

describe("writeAll", () => {
  it("makes the folder, writes every file and replaces older ones", () =>
    inFolder((folder) => {
      const target = join(folder, "a", "b");
      writeAll(target, { "one.txt": "old" });
      expect(writeAll(target, { "one.txt": "1", "two.txt": "ζ" })).toEqual([
        join(target, "one.txt"),
        join(target, "two.txt"),
      ]);
      expect(readdirSync(target).sort()).toEqual(["one.txt", "two.txt"]);
      expect(readFileSync(join(target, "one.txt"), "utf8")).toBe("1");
      expect(readFileSync(join(target, "two.txt"), "utf8")).toBe("ζ");
    }));

  it("leaves nothing half-written where a file cannot be", () =>
    inFolder((folder) => {
      writeFileSync(join(folder, "one.txt"), "old");
      expect(() => writeAll(folder, { "one.txt": "new", "missing/two.txt": "2" })).toThrow("ENOENT");
      expect(readdirSync(folder)).toEqual(["one.txt"]);
      expect(readFileSync(join(folder, "one.txt"), "utf8")).toBe("old");
    }));

  it("leaves no draft where a name is taken by a folder", () =>
    inFolder((folder) => {
      mkdirSync(join(folder, "one.txt"));
      expect(() => writeAll(folder, { "one.txt": "1" })).toThrow();
      expect(readdirSync(folder)).toEqual(["one.txt"]);
    }));
});
