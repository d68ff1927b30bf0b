/**
 * JSON whose objects have no key twice. `JSON.parse` keeps the last of two, so what is read would depend on the reader;
 * and it follows any depth of nesting, where a header has two levels of objects and one of arrays.
 *
 * ECMA-404, The JSON data interchange syntax (2017).
 * @module
 */
import { FormatError } from "../errors.ts";

/** A value of JSON, its objects as maps: a key such as "__proto__" is a key like any other. */
export type Json = null | boolean | number | string | Json[] | Map<string, Json>;

const BLANK = /[ \t\n\r]*/y;
const PLAIN = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=[\s,\]}]|$)/y;
const DEEPEST = 8;

/** Parses an object that starts with the first byte. @param offset  where the bytes lie in the file @throws FormatError */
export function parseUnique(bytes: Uint8Array, offset: number): Map<string, Json> {
  return new JsonReader(textOf(bytes, offset), offset).whole();
}

class JsonReader {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly text: string,
    private readonly offset: number,
  ) {}

  whole(): Map<string, Json> {
    if (this.text[0] !== "{") throw this.#wrong('"{"');
    const object = this.#object();
    this.#blank();
    if (this.#at < this.text.length) throw this.#wrong("only blanks after the JSON");
    return object;
  }

  #value(): Json {
    this.#blank();
    const sign = this.text[this.#at];
    if (sign === '"') return this.#string();
    if (sign === "{" || sign === "[") {
      if (this.#depth === DEEPEST) throw this.#wrong(`at most ${DEEPEST} levels`);
      this.#depth++;
      const value = sign === "{" ? this.#object() : this.#array();
      this.#depth--;
      return value;
    }
    PLAIN.lastIndex = this.#at;
    const plain = PLAIN.exec(this.text);
    if (!plain) throw this.#wrong("a value");
    this.#at = PLAIN.lastIndex;
    return JSON.parse(plain[0]) as number | boolean | null;
  }

  #object(): Map<string, Json> {
    const object = new Map<string, Json>();
    this.#list("}", () => {
      const key = this.#string();
      if (object.has(key)) throw this.#wrong("each key once", `${JSON.stringify(key.slice(0, 40))} again`);
      this.#blank();
      if (this.text[this.#at] !== ":") throw this.#wrong('":"');
      this.#at++;
      object.set(key, this.#value());
    });
    return object;
  }

  #array(): Json[] {
    const array: Json[] = [];
    this.#list("]", () => array.push(this.#value()));
    return array;
  }

  /** Items with a comma between two, from the opening sign to the closing one. */
  #list(close: string, item: () => void): void {
    this.#at++;
    this.#blank();
    if (this.text[this.#at] === close) this.#at++;
    else
      for (let sign = ","; sign === ","; this.#at++) {
        this.#blank();
        item();
        this.#blank();
        sign = this.text[this.#at] as string;
        if (sign !== "," && sign !== close) throw this.#wrong(`"," or "${close}"`);
      }
  }

  #string(): string {
    if (this.text[this.#at] !== '"') throw this.#wrong("a string");
    let end = this.#at;
    do {
      end = this.text.indexOf('"', end + 1);
      if (end < 0) throw this.#wrong("a string with an end");
    } while (this.#isEscaped(end));
    try {
      const string = JSON.parse(this.text.slice(this.#at, end + 1)) as string;
      this.#at = end + 1;
      return string;
    } catch (cause) {
      throw this.#wrong("a string of JSON", (cause as Error).message, { cause });
    }
  }

  /** Whether an odd number of backslashes stands before. */
  #isEscaped(at: number): boolean {
    let before = at;
    while (this.text[before - 1] === "\\") before--;
    return (at - before) % 2 === 1;
  }

  #blank(): void {
    BLANK.lastIndex = this.#at;
    BLANK.exec(this.text);
    this.#at = BLANK.lastIndex;
  }

  #wrong(expected: string, got?: string, options?: ErrorOptions): FormatError {
    const rest = this.text.slice(this.#at, this.#at + 20);
    const offset = this.offset + new TextEncoder().encode(this.text.slice(0, this.#at)).length;
    const found = got ?? (rest === "" ? "the end" : JSON.stringify(rest));
    return new FormatError("safetensors", { offset }, expected, found, options);
  }
}

function textOf(bytes: Uint8Array, offset: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError("safetensors", { offset }, "a header of UTF-8", "other bytes", { cause });
  }
}
