// The options `wasm` and `fetch`: the user's own copy of a build, in every form it can come as.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lanewise, lanewiseSync } from "../../src/entry/node.ts";
import * as own from "../../src/entry/own.ts";
import type { Build } from "../../src/kernels/engine.ts";
import { checkFault, thrown } from "../faults.ts";
import { build } from "../instance.ts";

const url = (of: Build) => new URL(`../../build/${of}.wasm`, import.meta.url);
const bytes = Uint8Array.from(readFileSync(url(build)));
const served = (type = "application/wasm") => new Response(bytes, { headers: { "content-type": type } });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("it loaded"),
    (error) => error,
  );

function checkWorks(lw: Awaited<ReturnType<typeof lanewise>>): void {
  expect(lw.build).toBe(build);
  expect(Array.from(lw.vector([1, 2, 3]).data)).toEqual([1, 2, 3]);
}

describe("one's own wasm", () => {
  const forms = {
    "a compiled module": () => new WebAssembly.Module(bytes),
    bytes: () => bytes,
    "a buffer": () => bytes.buffer,
    "a view into a larger buffer": () => {
      const larger = new Uint8Array(bytes.length + 7);
      larger.set(bytes, 3);
      return larger.subarray(3, 3 + bytes.length);
    },
    "a file": () => url(build),
    "the address of a file": () => url(build).href,
  };
  for (const [name, form] of Object.entries(forms))
    test(`${name}, at once and later`, async () => {
      checkWorks(lanewiseSync({ wasm: form() }));
      checkWorks(await lanewise({ wasm: form(), build }));
      checkWorks(await lanewise({ wasm: Promise.resolve(form()) }));
    });

  test("a response, with or without the type that lets it stream", async () => {
    checkWorks(await lanewise({ wasm: served() }));
    checkWorks(await lanewise({ wasm: served("application/octet-stream") }));
    checkWorks(await lanewise({ wasm: Promise.resolve(served()) }));
  });

  test("an address, by the fetch that is given", async () => {
    const asked: string[] = [];
    const fetch = async (address: string) => {
      asked.push(address);
      return served();
    };
    checkWorks(await lanewise({ wasm: "https://host.test/my.wasm", fetch }));
    checkWorks(await lanewise({ wasm: new URL("https://host.test/other.wasm"), fetch }));
    expect(asked).toEqual(["https://host.test/my.wasm", "https://host.test/other.wasm"]);
  });

  test("an entry that has none of its own asks for it", async () => {
    checkWorks(own.lanewiseSync({ wasm: bytes }));
    checkWorks(await own.lanewise({ wasm: served() }));
    for (const options of [undefined, {}])
      checkFault(
        thrown(() => own.lanewiseSync(options as never)),
        "ArgumentTypeError",
        options ? "wasm" : "options",
      );
    checkFault(await failure(own.lanewise({})), "ArgumentTypeError", "wasm");
  });
});

describe("one's own wasm fails", () => {
  test("another build than the one asked for", () => {
    const other = build === "simd" ? "relaxed" : "simd";
    if (other === "relaxed")
      return checkFault(
        thrown(() => lanewiseSync({ build: "simd", wasm: 5 as never })),
        "ArgumentTypeError",
        "wasm",
      );
    checkFault(
      thrown(() => lanewiseSync({ build: other, wasm: bytes })),
      "ArgumentRangeError",
      "wasm",
    );
  });

  test("a status that is no success is told, with the address", async () => {
    const fetch = async () => new Response("gone", { status: 404 });
    const error = await failure(lanewise({ wasm: "https://host.test/my.wasm", fetch }));
    expect(error).toMatchObject({ name: "LoadError", url: "https://host.test/my.wasm", status: 404 });
    expect(await failure(lanewise({ wasm: new Response("gone", { status: 500 }) }))).toMatchObject({
      name: "LoadError",
      status: 500,
    });
  });

  test("a fetch that fails is told, with its reason", async () => {
    const cause = new TypeError("no such host");
    const error = await failure(lanewise({ wasm: "https://host.test/my.wasm", fetch: () => Promise.reject(cause) }));
    expect(error).toMatchObject({ name: "LoadError", url: "https://host.test/my.wasm", status: undefined, cause });
    expect(error.message).toContain("no such host");
  });

  test("a promise that fails passes its reason on", async () => {
    const reason = new Error("later");
    expect(await failure(lanewise({ wasm: Promise.reject(reason) }))).toBe(reason);
  });

  test("what is no module: cut short, no Wasm, not there", async () => {
    for (const wasm of [bytes.slice(0, 1000), new Uint8Array(8), new ArrayBuffer(0)]) {
      expect(thrown(() => lanewiseSync({ wasm }))).toMatchObject({ name: "LoadError" });
      expect(await failure(lanewise({ wasm: new Response(wasm) }))).toMatchObject({ name: "LoadError", status: 200 });
    }
    const missing = new URL("missing.wasm", import.meta.url);
    expect(thrown(() => lanewiseSync({ wasm: missing }))).toMatchObject({ name: "LoadError", url: missing.href });
  });

  test("what cannot be had at once, and what is nothing of the kind", async () => {
    for (const wasm of ["https://host.test/my.wasm", served(), Promise.resolve(bytes), 5, null, {}] as never[])
      checkFault(
        thrown(() => lanewiseSync({ wasm })),
        "ArgumentTypeError",
        "wasm",
      );
    for (const wasm of [5, null, {}, []] as never[])
      checkFault(await failure(lanewise({ wasm })), "ArgumentTypeError", "wasm");
    checkFault(
      thrown(() => lanewiseSync({ fetch: "no" as never })),
      "ArgumentTypeError",
      "fetch",
    );
  });
});
