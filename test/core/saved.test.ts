import { describe, expect, test } from "vitest";
import { crc32 } from "../../src/core/crc32.ts";
import { ArgumentTypeError, SavedFormatError } from "../../src/core/errors.ts";
import { fromRecord, nested, packRecord, partOf, type SavedRecord, unpackRecord } from "../../src/core/saved.ts";
import { thrown } from "../faults.ts";

const record: SavedRecord = {
  kind: "a test",
  values: { third: 1 / 3, tiny: 5e-324, name: "π", list: [1, true, null], inner: { deep: -1e300 } },
  arrays: {
    f32: Float32Array.of(1.5, Number.NaN, -0, 3),
    f64: Float64Array.of(Math.PI, Number.NEGATIVE_INFINITY, -0),
    i32: Int32Array.of(-1, 7),
    u32: Uint32Array.of(0xffffffff),
    none: new Float64Array(0),
    u8: Uint8Array.of(1, 2, 255),
  },
};
const saved = packRecord(record);
const reasonOf = (bytes: ArrayBuffer | Uint8Array) => {
  const error = thrown(() => unpackRecord(bytes, "a test"));
  expect(error).toBeInstanceOf(SavedFormatError);
  return (error as SavedFormatError).reason;
};
/** The buffer with some bytes changed, and the checksum made to fit. */
function forged(change: (bytes: Uint8Array, view: DataView) => void, from = saved): ArrayBuffer {
  const copy = from.slice();
  const bytes = new Uint8Array(copy);
  const view = new DataView(copy);
  change(bytes, view);
  view.setUint32(24, crc32(bytes.subarray(28), crc32(bytes.subarray(0, 24))), true);
  return copy;
}
const withHeader = (header: string): ArrayBuffer => {
  const text = new TextEncoder().encode(header);
  const buffer = new ArrayBuffer(32 + text.length);
  return forged((bytes, view) => {
    bytes.set(new Uint8Array(saved, 0, 32));
    bytes.set(text, 32);
    view.setUint32(12, text.length, true);
    view.setFloat64(16, buffer.byteLength, true);
  }, buffer);
};

describe("a record in a buffer", () => {
  test("comes back with all its bits, from a view at any place too", () => {
    const shifted = new Uint8Array(saved.byteLength + 3);
    shifted.set(new Uint8Array(saved), 3);
    for (const from of [saved, new Uint8Array(saved), shifted.subarray(3), Buffer.from(new Uint8Array(saved))]) {
      const back = unpackRecord(from, ["another", "a test"]);
      expect([back.kind, back.values]).toEqual([record.kind, record.values]);
      for (const [name, array] of Object.entries(record.arrays)) {
        expect(back.arrays[name]?.constructor).toBe(array.constructor);
        expect(new Uint8Array(back.arrays[name]?.buffer ?? new ArrayBuffer(1))).toEqual(new Uint8Array(array.buffer));
      }
    }
  });

  test("is laid out as the format says, arrays from multiples of 64 on", () => {
    const [bytes, view] = [new Uint8Array(saved), new DataView(saved)];
    expect([...bytes.subarray(1, 4)].map((c) => String.fromCharCode(c)).join("")).toBe("LWS");
    expect([view.getUint32(8, true), view.getFloat64(16, true)]).toEqual([1, saved.byteLength]);
    const first = 32 + view.getUint32(12, true);
    expect([first % 64, view.getFloat32(first, true), view.getFloat64(first + 64, true)]).toEqual([0, 1.5, Math.PI]);
  });

  test("takes no array of another type and no number that is not finite", () => {
    const pack = (part: object) => thrown(() => packRecord({ ...record, ...part }));
    expect(pack({ arrays: { x: [1, 2] } })).toBeInstanceOf(ArgumentTypeError);
    expect(pack({ values: { x: { y: [Number.NaN] } } })).toBeInstanceOf(ArgumentTypeError);
    expect(thrown(() => unpackRecord("text" as never, "a test"))).toBeInstanceOf(ArgumentTypeError);
  });

  test("every change of a byte is seen", () => {
    const seen = new Set<string>();
    for (let at = 0; at < saved.byteLength; at++)
      for (const bits of [1, 0x80, 0xff]) {
        const copy = new Uint8Array(saved.slice());
        copy[at] = (copy[at] as number) ^ bits;
        seen.add(reasonOf(copy));
      }
    expect([...seen].sort()).toEqual(["checksum", "foreign", "truncated", "version"]);
  });

  test("every missing end is seen, and so is an end too much", () => {
    for (let length = 0; length < saved.byteLength; length++)
      expect(reasonOf(saved.slice(0, length))).toBe("truncated");
    expect(reasonOf(Uint8Array.of(...new Uint8Array(saved), 0))).toBe("truncated");
  });

  test("a newer version, another format and another kind are told apart", () => {
    expect(reasonOf(forged((_, view) => view.setUint32(8, 2, true)))).toBe("version");
    expect(reasonOf(new TextEncoder().encode("PK\u0003\u0004 and more of a zip"))).toBe("foreign");
    const error = thrown(() => unpackRecord(saved, ["x", "y"])) as SavedFormatError;
    expect([error.reason, error.expected, error.got]).toEqual(["kind", "x or y", "a test"]);
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "3"],
    ["no kind", '{"values":{},"arrays":[]}'],
    ["a type that is none", '{"kind":"a test","values":{},"arrays":[{"name":"x","type":"constructor","length":0}]}'],
    ["a length below 0", '{"kind":"a test","values":{},"arrays":[{"name":"x","type":"u8","length":-1}]}'],
    ["more than there is", '{"kind":"a test","values":{},"arrays":[{"name":"x","type":"f64","length":9e15}]}'],
  ])("a header with %s is an error even where the checksum fits", (_, header) => {
    expect(reasonOf(withHeader(header))).toBe("content");
  });

  test("a header of no UTF-8, or bytes of no array, are errors even where the checksum fits", () => {
    expect(reasonOf(forged((bytes) => bytes.fill(0xff, 40, 44)))).toBe("content");
    expect(reasonOf(forged((_, view) => view.setUint32(12, 0, true)))).toBe("content");
    const text = new TextDecoder()
      .decode(new Uint8Array(saved, 32))
      .replace(/\{"name":"u8"[^}]*\}/, (s) => s.replace("3", "2"));
    const start = text.indexOf("}]}") + 3;
    const short = forged((bytes) => bytes.set(new TextEncoder().encode(text.slice(0, start)), 32));
    expect(reasonOf(short)).toBe("content");
  });
});

test("parts lie in a record by their name", () => {
  const { values, arrays } = nested("inner", record);
  const whole = unpackRecord(packRecord({ kind: "whole", values: { ...values, own: 1 }, arrays }), "whole");
  const part = partOf(whole, "inner");
  expect([part.kind, part.values]).toEqual([record.kind, record.values]);
  expect(Object.keys(part.arrays)).toEqual(Object.keys(record.arrays));
  expect(thrown(() => partOf(whole, "own"))).toBeInstanceOf(ArgumentTypeError);
});

test("what a loader finds wrong is an error of the buffer; others pass", () => {
  const fault = (error: Error) =>
    thrown(() =>
      fromRecord(record, () => {
        throw error;
      }),
    );
  expect((fault(new RangeError("x")) as SavedFormatError).reason).toBe("content");
  expect(fault(new SavedFormatError("kind", "a", "b"))).toMatchObject({ reason: "kind" });
});
