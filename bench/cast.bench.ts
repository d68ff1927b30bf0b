/** Floats of 8 and 16 bits to and from f32, past the last cache, beside a plain loop and the host's own Float16Array. */
import type { Real } from "../src/core/types.ts";
import { decodeInto, encodeArray, type FloatFormat, floatFormats } from "../src/kernels/cast.ts";
import type { Case } from "./case.ts";
import { normal } from "./data.ts";
import { decode as plainDecode, encode as plainEncode } from "./js/cast.ts";
import { fresh } from "./fresh.ts";

/** Bytes of a code. */
const width = (format: FloatFormat): number => (format === "f16" || format === "bf16" ? 2 : 1);

export const encodeCase = (format: FloatFormat, n: number, type: Real = "f32"): Case => ({
  name: `encode-${format}`,
  type,
  sizes: { n },
  setup(lw) {
    const x = normal(lw, n, type, 1);
    const X = lw.vector(x);
    const { exponent, mantissa } = floatFormats[format];
    const js = fresh(plainEncode);
    let codes: ArrayLike<number> = [];
    const out = new Uint16Array(n);
    return {
      arrays: [X],
      work: { bytes: n * ((type === "f32" ? 4 : 8) + width(format)), copy: true },
      ours: () => {
        codes = encodeArray(X, format, false);
      },
      js: () => js(x, exponent, mantissa, out),
      result: () => codes,
      reference: () => {
        const want = new Uint16Array(n);
        fresh(plainEncode)(x, exponent, mantissa, want);
        return want;
      },
    };
  },
});

export const decodeCase = (format: FloatFormat, n: number): Case => ({
  name: `decode-${format}`,
  type: "f32",
  sizes: { n },
  setup(lw) {
    const codes = lw.encode(normal(lw, n, "f32", 1), format);
    const X = lw.vector(n, { type: "f32" });
    const { exponent, mantissa } = floatFormats[format];
    const [js, out] = [fresh(plainDecode), new Float32Array(n)];
    return {
      arrays: [X],
      work: { bytes: n * (4 + width(format)), copy: true },
      ours: () => decodeInto(X, codes, format),
      js: () => js(codes, exponent, mantissa, out),
      result: () => X.toArray(),
      reference: () => {
        const want = new Float32Array(n);
        fresh(plainDecode)(codes, exponent, mantissa, want);
        return want;
      },
    };
  },
});

const formats = Object.keys(floatFormats) as FloatFormat[];

export const cases: Case[] = [
  ...formats.map((format) => encodeCase(format, 2 ** 22)),
  encodeCase("f16", 2 ** 22, "f64"),
  ...formats.map((format) => decodeCase(format, 2 ** 22)),
];
