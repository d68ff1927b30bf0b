import { describe, expect, it } from "vitest";
import { interleave, type Runner, runner } from "../../bench/timing.ts";

const BRIEF = { rounds: 4, batch: 2, warm: 0, span: 0, budget: 1e9 };

/** A runner that says each call takes `each` milliseconds, and writes down when it is asked. */
function pretended(name: string, each: number, log: string[]): Runner {
  return {
    name,
    time: (calls) => {
      log.push(`${name}${calls}`);
      return calls * each;
    },
  };
}

describe("interleave", () => {
  it("runs A B A B, in batches of at least the time asked for", async () => {
    const log: string[] = [];
    const { samples } = await interleave([pretended("a", 0.5, log), pretended("b", 5, log)], BRIEF);
    expect(log.slice(0, 2)).toEqual(["a1", "b1"]); // the warm-up
    expect(log.slice(2)).toEqual(["a4", "b1", "a4", "b1", "a4", "b1", "a4", "b1"]);
    expect(samples.get("a")).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(samples.get("b")).toEqual([5, 5, 5, 5]);
  });

  it("lets a runner go that took too long, but not the first", async () => {
    const settings = { ...BRIEF, rounds: 9, budget: 5 };
    const { samples } = await interleave(
      [pretended("a", 100, []), pretended("b", 100, []), pretended("c", 1, [])],
      settings,
    );
    expect(samples.get("a")).toHaveLength(9);
    expect(samples.get("b")).toHaveLength(1);
    expect(samples.get("c")).toHaveLength(3); // batches of 2 ms: over 5 ms after three
  });

  it("warms up until windows stop getting better", async () => {
    const log: number[] = [];
    const each = [8, 4, 2, 1];
    const warming: Runner = {
      name: "a",
      time: (calls) => {
        log.push(calls);
        return calls * (each[log.length - 1] ?? 1);
      },
    };
    const { samples } = await interleave([warming], { ...BRIEF, warm: 1000 });
    expect(log.length).toBe(8 + BRIEF.rounds); // four that get better, four that do not, and the rounds
    expect(samples.get("a")).toEqual([1, 1, 1, 1]);
  });

  it("lets an optional runner that fails go, at any time, and says why", async () => {
    let left = 4;
    const failing: Runner = {
      name: "b",
      optional: true,
      time: (calls) => {
        if (--left < 0) throw new Error("out of breath");
        return calls;
      },
    };
    const never: Runner = { name: "c", optional: true, time: () => Promise.reject(new Error("not today")) };
    const { samples, failed } = await interleave([pretended("a", 5, []), failing, never], { ...BRIEF, rounds: 9 });
    expect([...samples.keys()]).toEqual(["a"]);
    expect(samples.get("a")).toHaveLength(9);
    expect(failed).toEqual({ b: "out of breath", c: "not today" });
  });

  it("ends where one that is not optional fails", async () => {
    const failing: Runner = { name: "b", time: () => Promise.reject(new Error("broken")) };
    await expect(interleave([pretended("a", 5, []), failing], BRIEF)).rejects.toThrow("broken");
  });

  it("ends with the signal's reason", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const stopping: Runner = {
      name: "a",
      time: () => {
        abort.abort(reason);
        return 1;
      },
    };
    await expect(interleave([stopping], BRIEF, abort.signal)).rejects.toBe(reason);
  });
});

describe("runner", () => {
  it("makes as many calls as asked and hands on what they return", async () => {
    let count = 0;
    const seen: unknown[] = [];
    const took = await runner(
      "a",
      () => ++count,
      (value) => seen.push(value),
    ).time(3);
    expect(seen).toEqual([1, 2, 3]);
    expect(took).toBeGreaterThanOrEqual(0);
  });

  it("awaits each promise before the next call", async () => {
    let open = 0;
    let most = 0;
    const seen: unknown[] = [];
    const call = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve));
      return --open;
    };
    await runner("a", call, (value) => seen.push(value)).time(4);
    expect(most).toBe(1);
    expect(seen).toEqual([0, 0, 0, 0]);
  });
});
