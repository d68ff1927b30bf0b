// Files made by hand, sound or not, and a look into what is read.
import { expect } from "vitest";
import type { readMatrixMarket } from "../../src/io/index.ts";
import { crc32 } from "../../src/core/crc32.ts";
import { joined, text } from "./files.ts";

/** A header as it comes, with elements after it. */
export const npyFile = (
  dict: string,
  data: ArrayLike<number> = [],
  version = 1,
  length = dict.length,
): Uint8Array<ArrayBuffer> => {
  const size = version === 1 ? [length & 255, length >> 8] : [0, 8, 16, 24].map((shift) => (length >>> shift) & 255);
  return joined([0x93], text("NUMPY"), [version, 0], size, text(dict), data);
};

/** The dict of a .npy header. */
export const f8 = (shape: string, descr = "<f8", order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}}`;

/** A file from a header's text and what follows it. */
export const safetensorsFile = (
  header: string | Uint8Array,
  data: ArrayLike<number> = [],
  claimed?: bigint,
): Uint8Array<ArrayBuffer> => {
  const bytes = typeof header === "string" ? text(header) : header;
  return joined(new Uint8Array(BigUint64Array.of(claimed ?? BigInt(bytes.length)).buffer), bytes, data);
};

/** The JSON of one tensor. */
export const safetensorsEntry = (shape: string, offsets: string, dtype = "U8") =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

/** The first line of a Matrix Market file. */
export const banner = (layout = "coordinate", field = "real", symmetry = "general") =>
  `%%MatrixMarket matrix ${layout} ${field} ${symmetry}\n`;

type Read = Awaited<ReturnType<typeof readMatrixMarket>>;

/** A matrix as rows of numbers, its structure checked on the way. */
export function denseOf(m: Read): number[] {
  if (m.layout === "array") {
    expect(m.shape).toEqual([m.rows, m.cols]);
    return [...m.data];
  }
  const out = new Array<number>(m.rows * m.cols).fill(0);
  expect([m.indptr.length, m.indptr[0], m.indptr[m.rows]]).toEqual([m.rows + 1, 0, m.indices.length]);
  for (let i = 0; i < m.rows; i++)
    for (let p = m.indptr[i]!; p < m.indptr[i + 1]!; p++) {
      if (p > m.indptr[i]!) expect(m.indices[p]!).toBeGreaterThan(m.indices[p - 1]!);
      out[i * m.cols + m.indices[p]!] = m.values[p]!;
    }
  return out;
}

interface Quirks {
  method?: number;
  flags?: number;
  crc?: number;
  size?: number;
  packed?: number;
  offset?: number;
  localName?: string;
  localMethod?: number;
  extra?: ArrayLike<number>;
}

/** A stored archive, field by field, with whatever is wrong in it. */
export function zipped(
  given: Record<string, Uint8Array>,
  quirks: Record<string, Quirks> = {},
  end: { count?: number; gap?: number; tail?: ArrayLike<number>; disk?: number } = {},
) {
  const le = (value: number, size: number) =>
    Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256);
  const locals: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(given)) {
    const q = {
      method: 0,
      flags: 0,
      crc: crc32(bytes),
      size: bytes.length,
      packed: bytes.length,
      offset: at,
      localName: name,
      extra: [],
      ...quirks[name],
    };
    const common = (method: number) => [
      ...le(q.flags, 2),
      ...le(method, 2),
      ...le(0, 4),
      ...le(q.crc, 4),
      ...le(q.packed, 4),
      ...le(q.size, 4),
    ];
    const local = joined(
      text("PK\x03\x04"),
      le(20, 2),
      common(q.localMethod ?? q.method),
      le(text(q.localName).length, 2),
      le(0, 2),
      text(q.localName),
      bytes,
    );
    entries.push(
      joined(
        text("PK\x01\x02"),
        le(20, 2),
        le(20, 2),
        common(q.method),
        le(text(name).length, 2),
        le(q.extra.length, 2),
        le(0, 2),
        le(0, 8),
        le(q.offset, 4),
        text(name),
        q.extra,
      ),
    );
    locals.push(local);
    at += local.length;
  }
  const directory = joined(...entries);
  const count = end.count ?? entries.length;
  const last = [
    ...le(end.disk ?? 0, 2),
    ...le(0, 2),
    ...le(count, 2),
    ...le(count, 2),
    ...le(directory.length, 4),
    ...le(at, 4),
    0,
    0,
  ];
  return joined(...locals, directory, new Uint8Array(end.gap ?? 0), text("PK\x05\x06"), last, end.tail ?? []);
}
