/**
 * A place in a block of whole lines of text, and the token there. Every rule of the format that a line can break is checked
 * here; what is plain and plentiful goes by `readPlain`.
 * @module
 */
import { FormatError } from "../errors.ts";

const NEWLINE = 10;
const DIGITS = /^\d+$/;
const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const WORD = /^([+-]?)(nan|inf|infinity)$/i;

/** A place in a text that comes in blocks. */
export class Cursor {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Where the token that was looked at last ends. */
  #end = 0;
  #line = 1;

  /** The block at hand: the last byte is a newline, so no search passes the end. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The place in the block. */
  get at(): number {
    return this.#at;
  }

  /** The line at hand, counted from 1. */
  get line(): number {
    return this.#line;
  }

  /** Takes the next block. @param bytes  whole lines */
  load(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
  }

  /** Goes to a place `lines` further down. */
  moveTo(at: number, lines: number): void {
    this.#at = at;
    this.#line += lines;
  }

  /** Goes to the next line that is not blank; false at the end of the block. */
  nextLine(): boolean {
    while (this.#at < this.#bytes.length) {
      if (this.#blank() !== NEWLINE) return true;
      this.moveTo(this.#at + 1, 1);
    }
    return false;
  }

  /** Passes over the end of the line. @throws FormatError if something is left on it */
  endLine(): void {
    if (this.#blank() !== NEWLINE) throw this.wrong("the end of the line");
    this.moveTo(this.#at + 1, 1);
  }

  /** The rest of the line, and passes over it. */
  text(): Uint8Array {
    const start = this.#at;
    const end = this.#bytes.indexOf(NEWLINE, start);
    this.moveTo(end + 1, 1);
    return this.#bytes.subarray(start, end);
  }

  /** The byte at hand. */
  peek(): number {
    return this.#bytes[this.#at] as number;
  }

  /** An integer from `least` to `most`, written in digits alone. */
  index(least: number, most: number): number {
    const token = this.#token();
    const value = Number(token);
    if (!DIGITS.test(token) || value < least || value > most) throw this.wrong(`an integer from ${least} to ${most}`);
    return this.#passed(value);
  }

  /** An integer that a double holds exactly, and its neighbours apart from it. */
  integer(): number {
    const token = this.#token();
    const value = Number(token);
    if (!INTEGER.test(token) || !Number.isSafeInteger(value)) throw this.wrong("an integer below 2^53");
    return this.#passed(value + 0);
  }

  /** The double nearest to a decimal number; nan and inf too. */
  real(): number {
    const token = this.#token();
    if (NUMBER.test(token)) return this.#passed(Number(token));
    const [, sign, word] = WORD.exec(token) ?? [];
    if (word === undefined) throw this.wrong("a number");
    if (word.toLowerCase() === "nan") return this.#passed(Number.NaN);
    return this.#passed(sign === "-" ? -Infinity : Infinity);
  }

  /** A fault at the token at hand. */
  wrong(expected: string): FormatError {
    const token = this.#token();
    const got = token === "" ? "the end of the line" : JSON.stringify(token.slice(0, 40));
    return new FormatError("Matrix Market", { line: this.#line }, expected, got);
  }

  #passed(value: number): number {
    this.#at = this.#end;
    return value;
  }

  /** What stands up to the next blank. */
  #token(): string {
    this.#blank();
    let end = this.#at;
    while (!isBlank(this.#bytes[end] as number) && this.#bytes[end] !== NEWLINE) end++;
    this.#end = end;
    return new TextDecoder().decode(this.#bytes.subarray(this.#at, end));
  }

  /** Passes over blanks and gives the byte after them. */
  #blank(): number {
    while (isBlank(this.peek())) this.#at++;
    return this.peek();
  }
}

/** Space, tab or carriage return. */
const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13;
