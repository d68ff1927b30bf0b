// Progress and aborts of every reader and writer, sources that fail or hang, and what becomes of a source that is left.
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import {
  openSafetensors,
  type Progress,
  readableStream,
  readMatrixMarket,
  readNpy,
  readNpz,
  readNpzCsr,
  readSafetensors,
  type Source,
  streamMatrixMarket,
  streamNpy,
  streamNpz,
  streamNpzCsr,
  streamSafetensors,
  type TransferOptions,
  writeMatrixMarket,
  writeNpy,
  writeNpz,
  writeNpzCsr,
  writeSafetensors,
} from "../../src/io/index.ts";
import { chopped, joined, rejection } from "./files.ts";

const n = 150_000;
const x = Float64Array.from({ length: n }, (_, i) => Math.sqrt(i));
const csr = {
  rows: n,
  cols: n,
  indptr: Uint32Array.from({ length: n + 1 }, (_, i) => i),
  indices: Uint32Array.from(x.keys()),
  values: x,
};
const dense = { shape: [n, 1], data: x };

const formats: Record<
  string,
  [bytes: Uint8Array<ArrayBuffer>, read: (source: Source, options?: TransferOptions) => Promise<unknown>]
> = {
  npy: [await writeNpy(x), readNpy],
  "npz, stored": [await writeNpz({ x }), readNpz],
  "npz, deflated": [await writeNpz({ x }, { compress: true }), readNpz],
  "npz of a sparse matrix": [await writeNpzCsr(csr), readNpzCsr],
  safetensors: [await writeSafetensors({ x }), readSafetensors],
  "Matrix Market": [await writeMatrixMarket(dense), readMatrixMarket],
};

const writers: Record<string, (options?: TransferOptions) => AsyncGenerator<Uint8Array>> = {
  npy: (options) => streamNpy(x, options),
  "npz, stored": (options) => streamNpz({ x, y: x }, options),
  "npz, deflated": (options) => streamNpz({ x, y: x }, { ...options, compress: true }),
  "npz of a sparse matrix": (options) => streamNpzCsr(csr, options),
  safetensors: (options) => streamSafetensors({ x }, options),
  "Matrix Market": (options) => streamMatrixMarket(dense, options),
  "Matrix Market of a sparse matrix": (options) => streamMatrixMarket(csr, options),
};

/** A stream that gives a few bytes and then nothing, and tells whether it was cancelled. */
function stuck(bytes: Uint8Array) {
  const state = { cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    cancel: () => {
      state.cancelled = true;
    },
  });
  return { stream, state };
}

describe.each(Object.keys(formats))("reading %s", (format) => {
  const [bytes, read] = formats[format]!;

  test("progress rises to the end", async () => {
    for (const source of [bytes, new Blob([bytes]), chopped(bytes, 100_000)]) {
      const seen: Progress[] = [];
      await read(source, { onProgress: (progress) => seen.push(progress) });
      const steps = seen.map((progress) => progress.bytes);
      expect(steps.length).toBeGreaterThan(0);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      const last = seen.at(-1)!;
      if (last.total === undefined) expect(last.bytes).toBe(bytes.length);
      else expect(last.bytes).toBe(last.total);
      expect(last.bytes).toBeGreaterThan(bytes.length - 1000);
    }
  });

  test("an abort before the start", async () => {
    const reason = new Error("no");
    for (const source of [bytes, new Blob([bytes]), chopped(bytes, 1000)])
      expect(await rejection(read(source, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  test("an abort on the way", async () => {
    for (const source of [bytes, new Blob([bytes]), chopped(bytes, 1000)]) {
      const abort = new AbortController();
      const failed = read(source, { signal: abort.signal, onProgress: () => abort.abort() });
      expect(await rejection(failed)).toMatchObject({ name: "AbortError" });
    }
  });

  test("an abort while the source hangs, which is then cancelled", async () => {
    const { stream, state } = stuck(bytes.subarray(0, 100));
    const abort = new AbortController();
    const failed = rejection(read(stream, { signal: abort.signal }));
    setTimeout(() => abort.abort("enough"), 20);
    expect(await failed).toBe("enough");
    expect(state.cancelled).toBe(true);
  });

  test("an error of the source, of onProgress", async () => {
    const fault = new Error("cable");
    const failing = async function* () {
      yield bytes.subarray(0, 50);
      throw fault;
    };
    expect(await rejection(read(failing()))).toBe(fault);
    const thrower = () => {
      throw fault;
    };
    for (const source of [bytes, chopped(bytes, 1000)])
      expect(await rejection(read(source, { onProgress: thrower }))).toBe(fault);
  });

  test("a file that is broken early ends the source", async () => {
    let ended = false;
    const source = (async function* () {
      try {
        for (;;) yield new Uint8Array(1000);
      } finally {
        ended = true;
      }
    })();
    if (read === readNpz || read === readNpzCsr) return; // their directory comes last: an endless stream never gets there
    expect(await rejection(read(source))).toMatchObject({ name: "FormatError" });
    expect(ended).toBe(true);
  });

  test("what is no source, and options that are none", async () => {
    for (const source of ["text", null, {}, [1, 2], Readable.from(["abc"])])
      expect(await rejection(read(source as Source))).toMatchObject({ argument: "source" });
    expect(await rejection(read(bytes, null as never))).toMatchObject({ argument: "options" });
    expect(await rejection(read(bytes, { signal: {} as never }))).toMatchObject({ argument: "signal" });
    expect(await rejection(read(bytes, { onProgress: 1 as never }))).toMatchObject({ argument: "onProgress" });
  });
});

describe.each(Object.entries(writers))("writing %s", (_, write) => {
  test("progress rises to the bytes written", async () => {
    const seen: Progress[] = [];
    let length = 0;
    for await (const piece of write({ onProgress: (progress) => seen.push(progress) })) length += piece.length;
    expect(seen.at(-1)!.bytes).toBe(length);
    expect([undefined, length]).toContain(seen.at(-1)!.total);
  });

  test("an abort before the start and on the way", async () => {
    expect(await rejection(write({ signal: AbortSignal.abort("no") }).next())).toBe("no");
    const abort = new AbortController();
    const pieces = write({ signal: abort.signal });
    await pieces.next();
    abort.abort("stop");
    expect(await rejection(pieces.next())).toBe("stop");
  });

  test("as a ReadableStream, the same bytes", async () => {
    const whole: Uint8Array[] = [];
    for await (const piece of write()) whole.push(piece);
    const bytes = new Uint8Array(
      await new Response(readableStream(write()) as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
    );
    expect(Buffer.compare(bytes, joined(...whole))).toBe(0);
  });

  test("leaving early ends it", async () => {
    const stream = readableStream(write());
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    const pieces = write();
    await pieces.next();
    await pieces.return(undefined);
    expect((await pieces.next()).done).toBe(true);
  });
});

test("work of the host goes on while a large file in memory is read", async () => {
  const [bytes] = formats["Matrix Market"]!;
  const body = bytes.subarray(bytes.indexOf(10, bytes.indexOf(10) + 1) + 1);
  const head = new TextEncoder().encode(`%%MatrixMarket matrix array real general\n${5 * n} 1\n`);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const { rows } = await readMatrixMarket(joined(head, body, body, body, body, body));
  clearInterval(timer);
  expect(rows).toBe(5 * n);
  expect(ticks).toBeGreaterThan(1);
});

test("tensors read side by side from one stream", async () => {
  const bytes = await writeSafetensors({ a: Float32Array.of(1), b: Float32Array.of(2), c: Float32Array.of(3) });
  const file = await openSafetensors(chopped(bytes, 7));
  const found = await Promise.all(["c", "a", "b", "c"].map((name) => file.read(name)));
  expect(found.map(({ data }) => data[0])).toEqual([3, 1, 2, 3]);
  await file.close();
});
