// What `lanewise convert` refuses, and what it leaves behind: nothing.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeMatrixMarket, writeNpy, writeNpz, writeNpzCsr, writeSafetensors } from "../../src/io/index.ts";
import { build } from "../instance.ts";
import { bundled, type How, inFolder, type Outcome } from "./command.ts";

let command: (args: readonly string[], how?: How) => Promise<Outcome>;
beforeAll(async () => {
  if (build === "simd") command = await bundled("test-convert-failures");
});

const SPARSE = { rows: 2, cols: 2, indptr: [0, 1, 2], indices: [0, 1], values: [1, 2] };

/** A folder with one file of each kind. */
const withFiles = (body: (folder: string) => Promise<void>) =>
  inFolder(async (folder) => {
    const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
    put("a.npy", await writeNpy({ shape: [2, 2], data: Float64Array.of(0.5, 1e30, NaN, 3) }));
    put("two.npz", await writeNpz({ a: Float32Array.of(1), b: Float32Array.of(2) }));
    put("s.mtx", await writeMatrixMarket(SPARSE));
    put("s.npz", await writeNpzCsr(SPARSE));
    put("t.safetensors", await writeSafetensors({ a: Float32Array.of(1), b: Float32Array.of(2) }));
    put("broken.npy", (await writeNpy(Float64Array.of(1, 2))).subarray(0, -3));
    put("broken.mtx", new TextEncoder().encode("%%MatrixMarket matrix array real general\n2 1\n0.5\nhalf\n"));
    put(
      "broken.npz",
      (await writeNpz({ a: Float32Array.of(1) })).map((byte, p) => (p === 60 ? byte ^ 1 : byte)),
    );
    put("broken.safetensors", Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255));
    put("broken.gguf", new TextEncoder().encode("GGML"));
    put("weights.bin", Uint8Array.of(1));
    mkdirSync(join(folder, "folder.npy"));
    await body(folder);
  });

// The same in every build.
describe.runIf(build === "simd")("lanewise convert", () => {
  it("names what was expected of a command line, ends with 2 and writes nothing", () =>
    withFiles(async (folder) => {
      const before = readdirSync(folder);
      const wrong: [line: string, message: string][] = [
        ["", "expected IN and OUT, got neither"],
        ["a.npy", "expected IN and OUT, got 1"],
        ["a.npy o.npy more", 'unexpected argument "more"'],
        ["weights.bin o.npy", "ends in one of .npy, .npz, .mtx, .safetensors, .gguf, or --from"],
        ["a.npy o.csv", "ends in one of .npy, .npz, .mtx, .safetensors, or --to"],
        ["a.npy o.gguf", "gguf is read, not written"],
        ["- o.npy", '"-" has no name to tell the format by: give it by --from'],
        ["a.npy -", "give it by --to"],
        ["a.npy - --to npy --json", "stdout is taken by the array"],
        ["a.npy o.npy --to gguf", '"--to": expected npy or npz or mtx or safetensors, got "gguf"'],
        ["a.npy o.npy --type f8", '"--type": expected f64, f32,'],
        ["a.npy o.npy --type bf16", "expected a type that NumPy has"],
        ["a.npy o.mtx --sparse --dense", "expected one of them, got both"],
        ["a.npy o.npy --sparse", "expected npz, mtx or safetensors as OUT"],
        ["a.npy o.npy --quantize nf4", "expected a safetensors file as OUT"],
        ["a.npy o.safetensors --quantize int5", '"--quantize": expected int8,'],
        ["a.npy o.safetensors --group-size 64", '"--group-size" needs --quantize'],
        ["a.npy o.safetensors --quantize nf4 --group-size 48", "expected a multiple of 32"],
        ["a.npy o.npy --compress", "expected an npz file as OUT"],
        ["a.npy o.npy --name a,b", "expected one name, got 2"],
        ["two.npz o.npy", 'holds one array, of "a", "b": choose by --name'],
        ["two.npz o.npy --name c", 'the file holds "a", "b", not "c"'],
        ["t.safetensors o.npz --name toString", 'the file holds "a", "b", not "toString"'],
        ["s.mtx o.npy", "add --dense"],
      ];
      for (const [line, message] of wrong) {
        const words = line.split(" ").filter((word) => word !== "");
        const args = words.map((word) => (/^\w.*\.\w+$/.test(word) ? join(folder, word) : word));
        const { code, stdout, stderr } = await command(["convert", ...args]);
        expect({ line, code, stdout }).toEqual({ line, code: 2, stdout: "" });
        expect(stderr).toContain(message);
        expect(stderr).toMatch(/Try "lanewise convert --help"\.\n$/);
      }
      expect(readdirSync(folder)).toEqual(before);
    }));

  it("says where a file is broken or a number does not fit, ends with 1 and leaves OUT as it was", () =>
    withFiles(async (folder) => {
      writeFileSync(join(folder, "o.npz"), "kept");
      const before = readdirSync(folder);
      const failing: [line: string, message: string][] = [
        ["missing.npy", "there is no such file"],
        ["folder.npy", "is a folder, not a file"],
        ["broken.npy", "FormatError: npy, byte 128: expected 16 bytes"],
        ["broken.mtx", 'FormatError: Matrix Market, line 4: expected a number, got "half"'],
        ["broken.npz", "FormatError: npz"],
        ["broken.safetensors", "FormatError: safetensors, byte 0"],
        ["broken.gguf", "FormatError: gguf"],
        ["a.npy --from mtx", "FormatError: Matrix Market, line 1"],
        ["a.npy --type i32", '"a[0]": expected a whole number within i32, got 0.5'],
        ["a.npy --type f16", '"a[1]": expected a number within f16, got 1e+30'],
      ];
      for (const [line, message] of failing) {
        const [name = "", ...options] = line.split(" ");
        const { code, stdout, stderr } = await command([
          "convert",
          join(folder, name),
          join(folder, "o.npz"),
          "--force",
          ...options,
        ]);
        expect({ line, code, stdout }).toEqual({ line, code: 1, stdout: "" });
        expect(stderr).toContain(message);
        expect(stderr).not.toContain("    at ");
      }
      const codes = await command([
        "convert",
        join(folder, "a.npy"),
        join(folder, "o.safetensors"),
        "--quantize",
        "int8",
      ]);
      expect(codes).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('"a[2]": expected a finite number, got NaN'),
      });
      expect(readdirSync(folder)).toEqual(before);
      expect(readFileSync(join(folder, "o.npz"), "utf8")).toBe("kept");
    }));

  it("replaces a file only with --force, through a link too, and nothing that is no file", () =>
    withFiles(async (folder) => {
      const path = join(folder, "o.npy");
      writeFileSync(path, "kept");
      symlinkSync(path, join(folder, "link.npy"));
      const refused = await command(["convert", join(folder, "a.npy"), path]);
      expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("add --force") });
      expect(readFileSync(path, "utf8")).toBe("kept");
      const taken = await command(["convert", join(folder, "a.npy"), join(folder, "folder.npy"), "--force"]);
      expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining("is there and is not a plain file") });
      const nowhere = await command(["convert", join(folder, "a.npy"), join(folder, "no", "o.npy")]);
      expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining("there is no such folder") });
      const done = await command(["convert", join(folder, "a.npy"), join(folder, "link.npy"), "--force"]);
      expect(done.code).toBe(0);
      expect(readFileSync(path)).toEqual(readFileSync(join(folder, "a.npy")));
    }));

  it("converts a file in place", () =>
    withFiles(async (folder) => {
      const path = join(folder, "s.mtx");
      expect((await command(["convert", path, path, "--force", "--dense"])).code).toBe(0);
      expect(readFileSync(path, "utf8")).toBe("%%MatrixMarket matrix array real general\n2 2\n1\n0\n0\n2\n");
    }));

  it.each([
    ["SIGINT", "no file", undefined],
    ["SIGTERM", "the former file", "kept"],
    ["SIGHUP", "no file", undefined],
  ] as const)("%s in the middle of writing ends with 130 and leaves %s", (signal, _, former) =>
    inFolder(async (folder) => {
      const [input, output] = [join(folder, "in.npy"), join(folder, "out.mtx")];
      writeFileSync(
        input,
        await writeNpy({ shape: [2000, 2000], data: Float64Array.from({ length: 4e6 }, (_, p) => p / 7) }),
      );
      if (former !== undefined) writeFileSync(output, former);
      const before = readdirSync(folder);
      let drafts: string[] = [];
      const outcome = await command(["convert", input, output, "--force"], {
        onError: (stderr, kill) => {
          if (!stderr.includes("] writing") || drafts.length > 0) return;
          const watch = () => {
            drafts = readdirSync(folder).filter((name) => name.endsWith(".part"));
            if (drafts.length === 0) setTimeout(watch, 5);
            else setTimeout(() => kill(signal), 20);
          };
          watch();
        },
      });
      expect(drafts).toHaveLength(1);
      expect(outcome).toMatchObject({ code: 130, stdout: "" });
      expect(outcome.stderr).not.toContain("Error");
      expect(readdirSync(folder)).toEqual(before);
      if (former !== undefined) expect(readFileSync(output, "utf8")).toBe(former);
    }),
  );

  it("Ctrl-C ends a wait for stdin", () =>
    inFolder(async (folder) => {
      const outcome = await command(["convert", "-", join(folder, "o.npy"), "--from", "mtx"], {
        input: "open",
        onError: (stderr, kill) => {
          if (stderr.includes("] reading")) setTimeout(() => kill("SIGINT"), 100);
        },
      });
      expect(outcome.code).toBe(130);
      expect(readdirSync(folder)).toEqual([]);
    }));
});
