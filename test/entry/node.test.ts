import { afterEach, describe, expect, test, vi } from "vitest";
import { hasRelaxed, LoadError, lanewise, lanewiseSync, UnsupportedBuildError } from "../../src/entry/node.ts";
import { link } from "../../src/kernels/load.ts";
import { checkFault, thrown } from "../faults.ts";
import { build } from "../instance.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("loading", () => {
  test("the build asked for, at once or later", async () => {
    expect(lanewiseSync({ build }).build).toBe(build);
    expect((await lanewise({ build })).build).toBe(build);
  });

  test("by default the relaxed build, where the host has it", () => {
    expect(lanewiseSync().build).toBe(hasRelaxed() ? "relaxed" : "simd");
    expect(lanewiseSync({ build: "auto" }).build).toBe(hasRelaxed() ? "relaxed" : "simd");
  });

  test("on a host without relaxed SIMD the other build, and a clear error for the one it lacks", async () => {
    vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    expect(lanewiseSync().build).toBe("simd");
    const error = thrown(() => lanewiseSync({ build: "relaxed" }));
    expect(error).toBeInstanceOf(UnsupportedBuildError);
    expect(error).toMatchObject({ build: "relaxed" });
    expect(error.message).toMatch(/relaxed SIMD.*"simd"/);
    await expect(lanewise({ build: "relaxed" })).rejects.toThrow(UnsupportedBuildError);
  });

  test("instances are apart: each has its own heap", () => {
    const [one, other] = [lanewiseSync({ build }), lanewiseSync({ build })];
    const x = one.vector([1, 2, 3]);
    const y = other.vector([4, 5, 6]);
    expect([one.memory.arrays, other.memory.arrays]).toEqual([1, 1]);
    expect([Array.from(x.data), Array.from(y.data)]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    x.dispose();
    y.dispose();
  });

  test("memory starts and ends where the limits say", () => {
    const lw = lanewiseSync({ build, memory: { initial: 200_000, maximum: 300_000 } });
    expect(lw.memory.reserved).toBe(4 * 65536);
    expect(thrown(() => lw.vector(40_000)).name).toBe("OutOfMemoryError");
  });

  test("bad options are named", async () => {
    for (const bad of [null, [], "simd", 1] as never[])
      checkFault(
        thrown(() => lanewiseSync(bad)),
        "ArgumentTypeError",
        "options",
      );
    for (const bad of ["fast", "", 1, null] as never[])
      checkFault(
        thrown(() => lanewiseSync({ build: bad })),
        "ArgumentRangeError",
        "build",
      );
    checkFault(await lanewise(null as never).catch((e) => e), "ArgumentTypeError", "options");
  });
});

describe("loading fails", () => {
  test("where the module cannot be compiled: the file is named", async () => {
    vi.resetModules();
    const entry = await import("../../src/entry/node.ts");
    const cause = new WebAssembly.CompileError("bad magic");
    class Broken {
      constructor() {
        throw cause;
      }
    }
    vi.spyOn(WebAssembly, "Module").mockImplementation(Broken as never);
    const error = thrown(() => entry.lanewiseSync({ build }));
    expect(error).toBeInstanceOf(entry.LoadError);
    expect(error).toMatchObject({ url: expect.stringMatching(`${build}\\.wasm$`) });
    expect(error.cause).toBe(cause);
    expect(error.message).toContain("bad magic");
    await expect(entry.lanewise({ build })).rejects.toThrow(entry.LoadError);
  });

  test("where the module wants more than memory", () => {
    // (import "env" "more" (func)): type section, then import section.
    const wants = [
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 12, 1, 3, 101, 110, 118, 4, 109, 111, 114, 101, 0, 0,
    ];
    const module = new WebAssembly.Module(new Uint8Array(wants));
    expect(thrown(() => link(module, new WebAssembly.Memory({ initial: 1 })))).toBeInstanceOf(LoadError);
  });
});
