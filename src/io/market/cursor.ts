/**
 * Numbers read from bytes of text, without a string for each.
 * @module
 */
import { FormatError } from "../errors.ts";
import { GROUP, nearest } from "./decimal.ts";

const NEWLINE = 10;
const CARRIAGE = 13;
const TAB = 9;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const E = 101;

const WORD = /^[+-]?(nan|inf(inity)?)$/i;

/** A place in a block of whole lines: the last byte is a newline, so no read passes the end. */
export class Cursor {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #line = 1;

  /** The line at hand, counted from 1. */
  get line(): number {
    return this.#line;
  }

  /** Takes the next block. @param bytes  whole lines */
  load(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#end = bytes.length;
  }

  /** Goes to the next line that is not blank; false at the end of the block. */
  nextLine(): boolean {
    while (this.#at < this.#end) {
      if (this.#blank() !== NEWLINE) return true;
      this.#at++;
      this.#line++;
    }
    return false;
  }

  /** Passes over the end of the line. @throws FormatError if something is left on it */
  endLine(): void {
    if (this.#blank() !== NEWLINE) throw this.wrong("the end of the line");
    this.#at++;
    this.#line++;
  }

  /** The rest of the line, and passes over it. */
  text(): Uint8Array {
    const start = this.#at;
    this.#at = this.#bytes.indexOf(NEWLINE, start) + 1;
    this.#line++;
    return this.#bytes.subarray(start, this.#at - 1);
  }

  /** The byte at hand. */
  peek(): number {
    return this.#bytes[this.#at] as number;
  }

  /** An integer from `least` to `most`, written in digits alone. */
  index(least: number, most: number): number {
    this.#blank();
    const start = this.#at;
    const bytes = this.#bytes;
    let value = 0;
    let at = start;
    for (let digit = (bytes[at] as number) - ZERO; digit >= 0 && digit <= 9; digit = (bytes[++at] as number) - ZERO)
      value = value * 10 + digit;
    this.#at = at;
    if (at === start || !this.#isBetween() || value < least || value > most) {
      this.#at = start;
      throw this.wrong(`an integer from ${least} to ${most}`);
    }
    return value;
  }

  /** An integer that a double holds exactly. */
  integer(): number {
    this.#blank();
    const start = this.#at;
    const sign = this.peek();
    if (sign === MINUS || sign === PLUS) this.#at++;
    let value = 0;
    const first = this.#at;
    for (let digit = this.peek() - ZERO; digit >= 0 && digit <= 9; digit = this.peek() - ZERO) {
      value = value * 10 + digit;
      this.#at++;
    }
    if (this.#at === first || !this.#isBetween() || value >= 2 ** 53) {
      this.#at = start;
      throw this.wrong("an integer below 2^53");
    }
    return sign === MINUS && value !== 0 ? -value : value;
  }

  /** The double nearest to a decimal number; nan and inf too. */
  real(): number {
    this.#blank();
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let byte = bytes[at] as number;
    const isNegative = byte === MINUS;
    if (isNegative || byte === PLUS) byte = bytes[++at] as number;

    let first = 0; // of the digits, leading zeros left out: the first nine,
    let second = 0; // the next nine
    let third = 0; // and the nine after them
    let digits = 0;
    let point = -1;
    const from = at;
    for (; ; byte = bytes[++at] as number) {
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (digits < GROUP) first = (Math.imul(first, 10) + digit) | 0;
        else if (digits < 2 * GROUP) second = (Math.imul(second, 10) + digit) | 0;
        else third = (Math.imul(third, 10) + digit) | 0;
        if (first !== 0) digits++;
      } else if (byte === DOT && point < 0) point = at;
      else break;
    }
    if (at === (point < 0 ? from : from + 1)) return this.#word(start);
    let exponent = point < 0 ? 0 : point + 1 - at;
    if ((byte | 32) === E) {
      byte = bytes[++at] as number;
      const isBelow = byte === MINUS;
      if (isBelow || byte === PLUS) byte = bytes[++at] as number;
      const from = at;
      let power = 0;
      for (; byte >= ZERO && byte <= 57; byte = bytes[++at] as number) power = power * 10 + (byte - ZERO);
      if (at === from) return this.#word(start);
      exponent += isBelow ? -power : power;
    }
    this.#at = at;
    if (!isBlank(byte)) return this.#word(start);

    let size = nearest(first, second, third, digits, exponent);
    if (Number.isNaN(size)) size = Number(this.#string(isNegative ? start + 1 : start));
    return isNegative ? -size : size;
  }

  /** A fault at the token at hand. */
  wrong(expected: string): FormatError {
    const token = this.#string(this.#at);
    const got = token === "" ? "the end of the line" : JSON.stringify(token.slice(0, 40));
    return new FormatError("Matrix Market", { line: this.#line }, expected, got);
  }

  #word(start: number): number {
    this.#at = start;
    const word = this.#string(start);
    const [, name] = WORD.exec(word) ?? [];
    if (name === undefined) throw this.wrong("a number");
    this.#at += word.length;
    if (name.toLowerCase() === "nan") return Number.NaN;
    return word[0] === "-" ? -Infinity : Infinity;
  }

  /** The token from `start` on, up to a blank. */
  #string(start: number): string {
    let end = start;
    while (end < this.#end && !isBlank(this.#bytes[end] as number)) end++;
    return new TextDecoder().decode(this.#bytes.subarray(start, end));
  }

  /** Passes over blanks and gives the byte after them. */
  #blank(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at] as number;
    while (byte === SPACE || byte === TAB || byte === CARRIAGE) byte = bytes[++this.#at] as number;
    return byte;
  }

  #isBetween(): boolean {
    return isBlank(this.peek());
  }
}

const isBlank = (byte: number): boolean => byte === SPACE || byte === NEWLINE || byte === TAB || byte === CARRIAGE;
