/**
 * The central directory of a zip archive: which members it has, and where.
 *
 * PKWARE, APPNOTE.TXT, version 6.3.10, sections 4.3.12 (central directory), 4.3.14 to 4.3.16 (its end, zip64), 4.5.3.
 * @module
 */
import { FormatError, UnsupportedFormatError } from "../errors.ts";
import { slices, type Whole } from "../source.ts";
import { MOST_PACKED } from "./deflate.ts";

/** One member. */
export interface Member {
  readonly name: string;
  /** 0: as it is; 8: deflate. */
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes once inflated. */
  readonly size: number;
  /** Where its local header starts. */
  readonly offset: number;
  /** Where the next member or the directory starts. */
  readonly limit: number;
}

interface Place {
  readonly start: number;
  readonly size: number;
  readonly count: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
const UNKNOWN16 = 0xffff;
const UNKNOWN32 = 0xffffffff;

/** Bytes `start` to `end`, which are there. */
export async function viewOf(whole: Whole, start: number, end: number): Promise<DataView> {
  const bytes = new Uint8Array(end - start);
  let at = 0;
  for await (const piece of slices(whole, start, end)) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return new DataView(bytes.buffer);
}

/** The members in the order in which they lie. @throws FormatError, for overlaps and repeated names too */
export async function readDirectory(whole: Whole, size: number): Promise<Member[]> {
  const { start, size: length, count } = await findDirectory(whole, size);
  const view = await viewOf(whole, start, start + length);
  const members: Omit<Member, "limit">[] = [];
  let at = 0;
  for (; at + 46 <= length && view.getUint32(at, true) === ENTRY; at += headerLength(view, at)) {
    if (at + headerLength(view, at) > length) break;
    members.push(memberAt(view, at, start));
  }
  if (at !== length)
    throw new FormatError("npz", { offset: start + at }, "an entry of the central directory", "other bytes");
  if (members.length !== count)
    throw new FormatError("npz", { offset: start }, `${count} entries in the central directory`, `${members.length}`);
  return apart(members, start);
}

async function findDirectory(whole: Whole, size: number): Promise<Place> {
  const from = Math.max(0, size - 22 - 0xffff - 20);
  const view = await viewOf(whole, from, size);
  let at = view.byteLength - 22;
  while (at >= 0 && !(view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength))
    at--;
  if (at < 0)
    throw new FormatError("npz", { offset: size }, "a zip archive, with the end of its central directory", "none");
  const found = {
    start: view.getUint32(at + 16, true),
    size: view.getUint32(at + 12, true),
    count: view.getUint16(at + 10, true),
  };
  if (at >= 20 && view.getUint32(at - 20, true) === LOCATOR)
    return findDirectory64(whole, from + at - 20, u64(view, at - 12));
  if (found.start === UNKNOWN32 || found.size === UNKNOWN32 || found.count === UNKNOWN16)
    throw new FormatError("npz", { offset: from + at }, "a zip64 locator", "none");
  if (view.getUint32(at + 4, true) !== 0) throw parts(from + at);
  return placed(found, from + at);
}

/** @param locator  where the zip64 locator lies, @param at  where it says that the zip64 end lies */
async function findDirectory64(whole: Whole, locator: number, at: number): Promise<Place> {
  const wrong = new FormatError(
    "npz",
    { offset: locator },
    "the place of a zip64 end of the central directory",
    `${at}`,
  );
  if (!(at + 56 <= locator)) throw wrong;
  const view = await viewOf(whole, at, at + 56);
  if (view.getUint32(0, true) !== END64 || u64(view, 4) + 12 !== locator - at) throw wrong;
  if (view.getUint32(16, true) !== 0 || view.getUint32(20, true) !== 0) throw parts(at);
  return placed({ start: u64(view, 48), size: u64(view, 40), count: u64(view, 32) }, at);
}

/** The directory must end where its end record starts: whatever else would be in the archive is not accounted for. */
function placed(place: Place, end: number): Place {
  if (place.start + place.size !== end)
    throw new FormatError(
      "npz",
      { offset: end },
      `a central directory that ends at ${end}`,
      `${place.start + place.size}`,
    );
  return place;
}

const parts = (offset: number) =>
  new UnsupportedFormatError("npz", { offset }, "an archive in one file", "a part of several");

const headerLength = (view: DataView, at: number): number =>
  46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);

function memberAt(view: DataView, at: number, start: number): Omit<Member, "limit"> {
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const name = decodeName(new Uint8Array(view.buffer, at + 46, nameEnd - at - 46), start + at);
  const method = view.getUint16(at + 10, true);
  if (view.getUint16(at + 8, true) & 1)
    throw new UnsupportedFormatError("npz", { entry: name }, "a member that is not encrypted", "an encrypted one");
  if (method !== 0 && method !== 8)
    throw new UnsupportedFormatError("npz", { entry: name }, "method 0 (stored) or 8 (deflate)", `${method}`);
  const wide = wideFields(view, nameEnd, view.getUint16(at + 30, true));
  const field = (offset: number): number => {
    const value = view.getUint32(offset, true);
    return value === UNKNOWN32 ? (wide.shift() ?? Number.NaN) : value;
  };
  const [size, packed, offset] = [field(at + 24), field(at + 20), field(at + 42)] as const;
  if (!(size >= 0 && packed >= 0 && offset >= 0))
    throw new FormatError("npz", { entry: name }, "sizes and a place in the zip64 field", "too few");
  const most = method === 0 ? packed : packed * MOST_PACKED;
  if (size > most || (method === 0 && size !== packed))
    throw new FormatError(
      "npz",
      { entry: name },
      `at most ${most} bytes out of ${packed}, the same if stored`,
      `${size}`,
    );
  return { name, method, crc: view.getUint32(at + 16, true), packed, size, offset };
}

/** The numbers of the zip64 extra field, in their order. */
function wideFields(view: DataView, start: number, length: number): number[] {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = Math.min(at + 4 + view.getUint16(at + 2, true), start + length);
    const wide: number[] = [];
    for (let p = at + 4; p + 8 <= end; p += 8) wide.push(u64(view, p));
    return wide;
  }
  return [];
}

/** Members by place, each apart from the others and named once. */
function apart(members: Omit<Member, "limit">[], directory: number): Member[] {
  const sorted = members.sort((a, b) => a.offset - b.offset);
  const names = new Set<string>();
  return sorted.map((member, i) => {
    const { name: entry, offset, packed } = member;
    if (names.has(entry)) throw new FormatError("npz", { entry }, "each name once", "the name again");
    names.add(entry);
    const limit = sorted[i + 1]?.offset ?? directory;
    if (offset + 30 + packed > limit)
      throw new FormatError(
        "npz",
        { entry, offset },
        `a member that ends by ${limit}`,
        `${packed} bytes that reach past it`,
      );
    return { ...member, limit };
  });
}

function decodeName(bytes: Uint8Array, offset: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError("npz", { offset }, "a name in UTF-8", "other bytes", { cause });
  }
}

const u64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
