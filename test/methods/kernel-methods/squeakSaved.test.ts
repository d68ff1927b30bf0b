import { expect, test } from "vitest";
import { SavedFormatError } from "../../../src/core/errors.ts";
import { packRecord, unpackRecord } from "../../../src/core/saved.ts";
import {
  type Dictionary,
  loadDictionary,
  mergeDictionaries,
  saveDictionary,
  squeak,
} from "../../../src/methods/kernel-methods/index.ts";
import { checkFault, thrown } from "../../faults.ts";
import { lw } from "../../instance.ts";

const of = (seed: number) =>
  lw.scope(() =>
    squeak(lw.matrix(60, 2, lw.random(seed).normal(120).data), {
      kernel: { kernel: "polynomial", gamma: 1 / 3, offset: 0.1, degree: 2 },
      gamma: 0.7,
      qbar: 30,
      variant: "code",
      eps: 0.3,
    }),
  );
const dictionary = of(1);
const saved = saveDictionary(dictionary);
const bits = ({ X, p, copies }: Dictionary) => [X, p, copies].map((a) => [...new Uint8Array(a.buffer)]);

test("a dictionary comes back to the last bit, and is merged as the one that was saved", () => {
  const back = loadDictionary(saved);
  expect(back).toEqual(dictionary);
  expect(bits(back)).toEqual(bits(dictionary));
  expect(new Uint8Array(saveDictionary(back))).toEqual(new Uint8Array(saved));
  expect(bits(mergeDictionaries(lw, back, of(2)))).toEqual(bits(mergeDictionaries(lw, dictionary, of(2))));
});

test("what is no dictionary is not saved", () => {
  checkFault(
    thrown(() => saveDictionary(null as never)),
    "ArgumentTypeError",
    "dictionary",
  );
  checkFault(
    thrown(() => saveDictionary({ ...dictionary, gamma: -1 })),
    "ArgumentRangeError",
    "gamma",
  );
});

test("a changed byte, a missing end, another kind and numbers that cannot be are errors of the buffer", () => {
  const reasonOf = (bytes: ArrayBuffer | Uint8Array) => {
    const error = thrown(() => loadDictionary(bytes));
    expect(error).toBeInstanceOf(SavedFormatError);
    return (error as SavedFormatError).reason;
  };
  for (let at = 0; at < saved.byteLength; at += 7) {
    const copy = new Uint8Array(saved.slice());
    copy[at] = (copy[at] as number) ^ 0x10;
    reasonOf(copy);
    expect(reasonOf(saved.slice(0, at))).toBe("truncated");
  }
  const { values, arrays } = unpackRecord(saved, "squeak-dictionary");
  const repacked = (part: object) => packRecord({ kind: "squeak-dictionary", values, arrays, ...part });
  expect(reasonOf(repacked({ kind: "kernel-ridge" }))).toBe("kind");
  expect(reasonOf(repacked({ values: { ...values, gamma: 0 } }))).toBe("content");
  expect(reasonOf(repacked({ values: { ...values, kernel: null } }))).toBe("content");
  expect(reasonOf(repacked({ arrays: { ...arrays, p: Float64Array.of(1) } }))).toBe("content");
  expect(reasonOf(repacked({ arrays: { ...arrays, p: new Float32Array(dictionary.size) } }))).toBe("content");
});
