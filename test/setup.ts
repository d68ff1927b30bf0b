// Before each test file: an instance as good as new, as files share a worker, and the check that no test leaves an array behind.
import { afterEach, beforeEach, expect } from "vitest";
import { alive, renew, tracked } from "./instance.ts";

renew();

let before = new Map<object, number>();

beforeEach(() => {
  before = new Map(tracked().map((lw) => [lw, lw.memory.bytes]));
  alive.clear();
});

afterEach(({ task }) => {
  const left = [...alive].map((block) => `${block.bytes} bytes`);
  for (const block of [...alive]) block.free();
  expect(left, `arrays left behind by "${task.name}"`).toEqual([]);
  for (const lw of tracked()) expect(lw.memory.bytes, `bytes in use after "${task.name}"`).toBe(before.get(lw) ?? 0);
});
