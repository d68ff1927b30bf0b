/**
 * The records of a zip archive, written.
 *
 * PKWARE, APPNOTE.TXT, version 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 * @module
 */
import type { Bytes } from "../source.ts";

/** A member that has been written. */
export interface Written {
  readonly name: Bytes;
  readonly method: number;
  readonly crc: number;
  /** Bytes before and after packing. */
  readonly size: number;
  readonly packed: number;
  /** Where its local header starts. */
  readonly offset: number;
}

/** The largest that a size or an offset may be: the next number stands for zip64. */
export const MOST_BYTES = 0xfffffffe;
/** As for sizes, so for the count. */
export const MOST_MEMBERS = 0xfffe;

const VERSION = 20;
const UTF8 = 1 << 11;
/** 1 January 1980, the first day that zip knows: the same arrays give the same file. */
const DATE = 0x0021;

/** What stands before a member's bytes. */
export function localHeader(member: Written): Bytes {
  const [out, view] = record(0x04034b50, 30, member.name);
  view.setUint16(4, VERSION, true);
  common(view, 6, member);
  view.setUint16(26, member.name.length, true);
  return out;
}

/** The central directory, which lies at `offset`, and its end. */
export function directory(members: readonly Written[], offset: number): Bytes {
  const entries = members.map(entry);
  const size = entries.reduce((sum, { length }) => sum + length, 0);
  const [end, view] = record(0x06054b50, 22);
  view.setUint16(8, members.length, true);
  view.setUint16(10, members.length, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  const out = new Uint8Array(size + end.length);
  let at = 0;
  for (const part of [...entries, end]) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function entry(member: Written): Bytes {
  const [out, view] = record(0x02014b50, 46, member.name);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, VERSION, true);
  common(view, 8, member);
  view.setUint16(28, member.name.length, true);
  view.setUint32(42, member.offset, true);
  return out;
}

/** Flags, method, time, date, CRC and sizes, which both headers have in this order. */
function common(view: DataView, at: number, { name, method, crc, size, packed }: Written): void {
  view.setUint16(at, name.some((byte) => byte > 127) ? UTF8 : 0, true);
  view.setUint16(at + 2, method, true);
  view.setUint16(at + 6, DATE, true);
  view.setUint32(at + 8, crc, true);
  view.setUint32(at + 12, packed, true);
  view.setUint32(at + 16, size, true);
}

function record(signature: number, length: number, name: Bytes = new Uint8Array(0)): [Bytes, DataView] {
  const out = new Uint8Array(length + name.length);
  out.set(name, length);
  const view = new DataView(out.buffer);
  view.setUint32(0, signature, true);
  return [out, view];
}
