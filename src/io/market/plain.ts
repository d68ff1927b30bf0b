/**
 * The fast way through entries: lines of digits, points and exponents are read from bytes, without a string for a number.
 *
 * It stops before whatever else comes, be it an error, a blank line, nan, or a number too near the middle of two doubles;
 * the cursor reads that line.
 * @module
 */
import type { Cursor } from "./cursor.ts";
import { GROUP, nearest } from "./decimal.ts";
import type { Start } from "./header.ts";

/** Where entries go; all three as long as there is room. Row and column count from 0. */
export interface Room {
  readonly i: Uint32Array;
  readonly j: Uint32Array;
  readonly values: Float64Array;
}

const NEWLINE = 10;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const E = 101;

/** Reads lines from the cursor's on, while they are plain and there is room behind `count`. Gives the new count. */
export function readPlain(cursor: Cursor, start: Start, { i, j, values }: Room, count: number): number {
  const { rows, cols } = start;
  const hasPlace = start.layout === "coordinate";
  const hasValue = start.field !== "pattern";
  const isInteger = start.field === "integer";
  const { bytes } = cursor;
  const end = bytes.length;
  const first = count;
  let line = cursor.at; // where it starts
  for (let at = line; count < values.length && line < end; line = at) {
    let byte = bytes[at] as number;
    let row = 0;
    let col = 0;
    if (hasPlace) {
      while (isBlank(byte)) byte = bytes[++at] as number;
      for (let digit = byte - ZERO; digit >= 0 && digit <= 9; digit = byte - ZERO) {
        row = row * 10 + digit;
        byte = bytes[++at] as number;
      }
      if (row < 1 || row > rows || !isBlank(byte)) break;
      while (isBlank(byte)) byte = bytes[++at] as number;
      for (let digit = byte - ZERO; digit >= 0 && digit <= 9; digit = byte - ZERO) {
        col = col * 10 + digit;
        byte = bytes[++at] as number;
      }
      if (col < 1 || col > cols || (hasValue && !isBlank(byte))) break;
    }
    let value = 1;
    if (hasValue) {
      while (isBlank(byte)) byte = bytes[++at] as number;
      const isNegative = byte === MINUS;
      if (isNegative) byte = bytes[++at] as number;
      let high = 0; // of the digits, leading zeros left out: the first nine,
      let middle = 0; // the next nine
      let low = 0; // and the nine after them
      let digits = 0;
      let point = -1;
      const from = at;
      for (; ; byte = bytes[++at] as number) {
        const digit = byte - ZERO;
        if (digit >= 0 && digit <= 9) {
          if (digits < GROUP) high = (Math.imul(high, 10) + digit) | 0;
          else if (digits < 2 * GROUP) middle = (Math.imul(middle, 10) + digit) | 0;
          else low = (Math.imul(low, 10) + digit) | 0;
          if (high !== 0) digits++;
        } else if (byte === DOT && point < 0) point = at;
        else break;
      }
      if (at === (point < 0 ? from : from + 1)) break; // no digit
      let exponent = point < 0 ? 0 : point + 1 - at;
      if ((byte | 32) === E) {
        byte = bytes[++at] as number;
        const isBelow = byte === MINUS;
        if (isBelow || byte === 43) byte = bytes[++at] as number;
        const power = at;
        let size = 0;
        for (let digit = byte - ZERO; digit >= 0 && digit <= 9; digit = byte - ZERO) {
          size = size * 10 + digit;
          byte = bytes[++at] as number;
        }
        if (at === power || isInteger) break;
        exponent += isBelow ? -size : size;
      }
      if (isInteger && (point >= 0 || digits > 15)) break;
      value = nearest(high, middle, low, digits, exponent);
      if (Number.isNaN(value)) break;
      if (isNegative) value = isInteger ? 0 - value : -value;
    }
    while (isBlank(byte)) byte = bytes[++at] as number;
    if (byte !== NEWLINE) break;
    at++;
    if (hasPlace) {
      i[count] = row - 1;
      j[count] = col - 1;
    }
    values[count++] = value;
  }
  cursor.moveTo(line, count - first);
  return count;
}

/** Space, tab or carriage return. */
const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13;
