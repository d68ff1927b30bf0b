/**
 * The few literals of Python that a .npy header may have: a dict of strings, True, False and tuples of sizes.
 * @module
 */
import { FormatError, UnsupportedFormatError } from "../errors.ts";

/** A value of the dict. */
export type PythonValue = string | boolean | readonly number[];

const STRING = /'([^'\\\n]*)'|"([^"\\\n]*)"/y;
const SIZE = /\d+(?=[L,)\s])L?/y; // Python 2 wrote long integers as 3L
const WORD = /True|False/y;
const BLANK = /\s*/y;

/** Reads one header. Errors name the byte, counted from `offset`; a character is taken for one byte. */
export class PythonReader {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly offset: number,
  ) {}

  /** A dict that is all of the text, with just these keys in any order. */
  dict(keys: readonly string[]): Map<string, PythonValue> {
    const found = new Map<string, PythonValue>();
    this.#expect("{");
    while (!this.#accept("}")) {
      const key = this.#string();
      if (!keys.includes(key)) throw this.#wrong(`one of the keys ${keys.join(", ")}`, JSON.stringify(key));
      if (found.has(key)) throw this.#wrong("each key once", `${JSON.stringify(key)} again`);
      this.#expect(":");
      found.set(key, this.#value());
      if (!this.#accept(",")) {
        this.#expect("}");
        break;
      }
    }
    this.#match(BLANK);
    if (this.#at < this.text.length) throw this.#wrong("the end of the header");
    const missing = keys.find((key) => !found.has(key));
    if (missing !== undefined) throw this.#wrong(`the key ${missing}`, "none");
    return found;
  }

  #value(): PythonValue {
    if (this.#accept("(")) return this.#tuple();
    if (this.#peek("["))
      throw new UnsupportedFormatError("npy", this.#place(), "one element type", "a record of fields");
    const word = this.#match(WORD);
    return word ? word[0] === "True" : this.#string();
  }

  #tuple(): number[] {
    const sizes: number[] = [];
    let comma = true;
    for (; !this.#accept(")"); comma = this.#accept(",")) {
      if (!comma) throw this.#wrong('"," or ")"');
      const size = this.#match(SIZE);
      if (!size) throw this.#wrong("a size, an integer >= 0");
      const value = Number.parseInt(size[0], 10);
      if (!Number.isSafeInteger(value)) throw this.#wrong("a size below 2^53", size[0]);
      sizes.push(value);
    }
    if (sizes.length === 1 && !comma) throw this.#wrong("a tuple", "a number in brackets");
    return sizes;
  }

  #string(): string {
    this.#match(BLANK);
    const found = this.#match(STRING);
    if (!found) throw this.#wrong("a string");
    return found[1] ?? found[2] ?? "";
  }

  #expect(sign: string): void {
    if (!this.#accept(sign)) throw this.#wrong(`"${sign}"`);
  }

  /** Passes over the sign if it comes next, and over the blanks around it. */
  #accept(sign: string): boolean {
    if (!this.#peek(sign)) return false;
    this.#at++;
    this.#match(BLANK);
    return true;
  }

  #peek(sign: string): boolean {
    this.#match(BLANK);
    return this.text[this.#at] === sign;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #place() {
    return { offset: this.offset + this.#at };
  }

  #wrong(expected: string, got?: string): FormatError {
    const rest = this.text.slice(this.#at, this.#at + 20);
    return new FormatError("npy", this.#place(), expected, got ?? (rest === "" ? "the end" : JSON.stringify(rest)));
  }
}
