import { expect, test } from "vitest";
import { alive, build, instance, lw } from "./instance.ts";

test("the instance runs the build this run of the suite is for", () => {
  expect(lw.build).toBe(build);
});

test("an array is on record until it is disposed, also in another instance", () => {
  const x = lw.vector(3, { type: "f64" });
  const y = instance().vector(2, { type: "f32" });
  expect([...alive].map((block) => block.bytes)).toEqual([24, 8]);
  x.dispose();
  expect([...alive].map((block) => block.bytes)).toEqual([8]);
  y.dispose();
  expect([...alive]).toEqual([]);
});
