// Slow readers of the four formats, each from its description, for files that are known to be sound.
import { crc32, inflateRawSync } from "node:zlib";

/** What a file of one array holds. */
export interface Held {
  descr: string;
  shape: number[];
  /** Row-major. */
  values: (number | bigint)[];
}

type Reader = (view: DataView, at: number, little: boolean) => number | bigint;

const f16: Reader = (view, at, little) => {
  const h = view.getUint16(at, little);
  const sign = h & 0x8000 ? -1 : 1;
  const exponent = (h >> 10) & 31;
  const fraction = (h & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
};

const readers: Record<string, [size: number, read: Reader]> = {
  f8: [8, (v, at, little) => v.getFloat64(at, little)],
  f4: [4, (v, at, little) => v.getFloat32(at, little)],
  f2: [2, f16],
  i8: [8, (v, at, little) => v.getBigInt64(at, little)],
  i4: [4, (v, at, little) => v.getInt32(at, little)],
  i2: [2, (v, at, little) => v.getInt16(at, little)],
  i1: [1, (v, at) => v.getInt8(at)],
  u8: [8, (v, at, little) => v.getBigUint64(at, little)],
  u4: [4, (v, at, little) => v.getUint32(at, little)],
  u2: [2, (v, at, little) => v.getUint16(at, little)],
  u1: [1, (v, at) => v.getUint8(at)],
  b1: [1, (v, at) => v.getUint8(at)],
};

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** .npy by NEP 1. */
export function npyOf(bytes: Uint8Array): Held {
  const view = viewOf(bytes);
  const magic = String.fromCharCode(...bytes.subarray(1, 6));
  if (bytes[0] !== 0x93 || magic !== "NUMPY") throw new Error("magic");
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if ((start + length) % 64 !== 0 || bytes[start + length - 1] !== 10) throw new Error("padding");
  const text = new TextDecoder().decode(bytes.subarray(start, start + length));
  const [, descr = ""] = /'descr': '(.*?)'/.exec(text) ?? [];
  const [, tuple = ""] = /'shape': \((.*?)\)/.exec(text) ?? [];
  const shape = tuple.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)]));
  const [size, read] = readers[descr.slice(1)]!;
  const count = shape.reduce((product, n) => product * n, 1);
  if (bytes.length !== start + length + count * size) throw new Error("length");
  if (text.includes("'fortran_order': True")) throw new Error("order");
  return {
    descr,
    shape,
    values: Array.from({ length: count }, (_, i) => read(view, start + length + i * size, descr[0] !== ">")),
  };
}

/** A zip archive by APPNOTE 6.3.10: its members in the order of the directory, each CRC right. */
export function zipOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(bytes);
  const end = bytes.length - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error("end");
  const members = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("entry");
    const [method, crc] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    const local = view.getUint32(at + 42, true);
    if (view.getUint32(local, true) !== 0x04034b50) throw new Error("local");
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const raw = bytes.subarray(start, start + packed);
    const content = method === 8 ? new Uint8Array(inflateRawSync(raw)) : raw;
    if (content.length !== size || crc32(content) !== crc) throw new Error("content");
    members.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), content);
    at += 46 + name + extra + comment;
  }
  if (at !== end) throw new Error("directory");
  return members;
}

/** The bits of each element of a safetensors file as a hexadecimal string, with its header. */
export function safetensorsOf(bytes: Uint8Array): { header: Record<string, Entry>; start: number } {
  const length = Number(viewOf(bytes).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  return { header, start: 8 + length };
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Matrix Market by NISTIR 5935, as rows of a dense matrix; `times` counts how often each place is named. */
export function marketOf(text: string): { rows: number; cols: number; values: number[]; times: number[] } {
  const lines = text.split("\n");
  const [, , layout, field, symmetry] = (lines[0] as string).toLowerCase().split(/\s+/);
  const body = lines.slice(1).filter((line) => line.trim() !== "" && !line.startsWith("%"));
  const [rows, cols] = (body[0] as string).trim().split(/\s+/).map(Number) as [number, number];
  const values = new Array<number>(rows * cols).fill(0);
  const times = new Array<number>(rows * cols).fill(0);
  const put = (i: number, j: number, value: number) => {
    values[i * cols + j]! += value;
    times[i * cols + j]!++;
    if (symmetry === "general" || i === j) return;
    values[j * cols + i]! += symmetry === "symmetric" ? value : -value;
    times[j * cols + i]!++;
  };
  const numberOf = (word: string) => {
    const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(word);
    if (!special) return Number(word);
    return special[2]!.toLowerCase() === "nan" ? Number.NaN : special[1] === "-" ? -Infinity : Infinity;
  };
  if (layout === "coordinate")
    for (const line of body.slice(1)) {
      const [i, j, value = "1"] = line.trim().split(/\s+/);
      put(Number(i) - 1, Number(j) - 1, field === "pattern" ? 1 : numberOf(value));
    }
  else {
    let p = 1;
    for (let j = 0; j < cols; j++)
      for (let i = symmetry === "general" ? 0 : symmetry === "symmetric" ? j : j + 1; i < rows; i++)
        put(i, j, numberOf((body[p++] as string).trim()));
  }
  return { rows, cols, values, times };
}
