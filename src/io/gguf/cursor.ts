/**
 * The numbers and strings of a GGUF header, one after the other.
 * @module
 */
import { FormatError } from "../errors.ts";
import { type Access, bytesAt } from "../safetensors/access.ts";

const WINDOW = 65536;
/** Bytes of each type of number; 7 is a bool. */
const SIZES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };

/** Reads forward. */
export class Cursor {
  /** Bytes from the start of the file. */
  at = 0;
  #window = new DataView(new ArrayBuffer(0));
  #start = 0;

  constructor(private readonly access: Access) {}

  /** An error about the `back` bytes just read. */
  wrong(back: number, expected: string, got: string): FormatError {
    return new FormatError("gguf", { offset: this.at - back }, expected, got);
  }

  /** A 32-bit number. */
  async u32(what: string): Promise<number> {
    const at = await this.#need(4, what);
    return this.#window.getUint32(at, true);
  }

  /** A 64-bit number that a double holds. */
  async size(what: string): Promise<number> {
    const at = await this.#need(8, what);
    const value = this.#window.getBigUint64(at, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.wrong(8, `${what} up to 2^53 - 1`, `${value}`);
    return Number(value);
  }

  /** A string: its length in bytes, then UTF-8. */
  async text(what: string): Promise<string> {
    const length = await this.size(`length of ${what}`);
    const at = await this.#need(length, what);
    const bytes = new Uint8Array(this.#window.buffer, at, length);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.wrong(length, `${what} in UTF-8`, "other bytes");
    }
  }

  /** A number or a bool of a type by its number in the format. */
  async scalar(type: number): Promise<number | bigint | boolean> {
    const size = SIZES[type];
    if (size === undefined) throw this.wrong(4, "a type from 0 to 12", `${type}`);
    const at = await this.#need(size, "a note");
    const view = this.#window;
    if (type === 0) return view.getUint8(at);
    if (type === 1) return view.getInt8(at);
    if (type === 2) return view.getUint16(at, true);
    if (type === 3) return view.getInt16(at, true);
    if (type === 4) return view.getUint32(at, true);
    if (type === 5) return view.getInt32(at, true);
    if (type === 6) return view.getFloat32(at, true);
    if (type === 10) return view.getBigUint64(at, true);
    if (type === 11) return view.getBigInt64(at, true);
    if (type === 12) return view.getFloat64(at, true);
    const bool = view.getUint8(at);
    if (bool > 1) throw this.wrong(1, "a bool, 0 or 1", `${bool}`);
    return bool === 1;
  }

  /** Moves over `length` bytes, which are then in the window. Returns where they start in it. */
  async #need(length: number, what: string): Promise<number> {
    const at = this.at - this.#start;
    if (at + length > this.#window.byteLength) {
      const { size } = this.access;
      const end = this.at + length;
      const ahead = size === undefined ? end : Math.max(end, Math.min(size, this.at + WINDOW));
      this.#window = new DataView((await bytesAt(this.access, this.at, ahead, what)).buffer);
      this.#start = this.at;
    }
    this.at += length;
    return this.at - length - this.#start;
  }
}
