import { describe, expect, it } from "vitest";
import type { Task } from "../../bench/case.ts";
import { type Peer, Peers, type Prepared } from "../../bench/node/peers.ts";

const task: Task = { op: "double", type: "f64", sizes: {}, arrays: { x: Float64Array.of(1, 2) } };
const expected = [2, 4];

const peer = (name: string, prepared: Prepared | undefined, closed: string[] = []): Peer => ({
  name,
  prepare: () => prepared,
  close: () => void closed.push(name),
});
const giving = (values: number[], dropped: string[] = []): Prepared => ({
  run: () => 0,
  result: () => values,
  dispose: () => void dropped.push("dropped"),
});
const file =
  (...peers: Peer[]) =>
  async () => ({ open: () => peers });

describe("find", () => {
  it("takes those that can and agree, and names with its reason each that cannot", async () => {
    const told: string[] = [];
    const peers = new Peers((message) => told.push(message), {
      good: file(peer("good", giving([2, 4])), peer("close", giving([2, 4 + 1e-9]))),
      unable: file(peer("unable", undefined)),
      wrong: file(peer("wrong", giving([2, 5]))),
      short: file(peer("short", giving([2]))),
      absent: async () => {
        throw new Error("no such thing\nand a long story");
      },
      uninstalled: () => import("no-such-package" as string),
    });
    const { runners, missing } = await peers.find(task, expected);
    expect(runners.map(({ name }) => name)).toEqual(["good", "close"]);
    expect(missing).toEqual({
      wrong: "its result is off by 0.250",
      short: "its result is off by Infinity",
      absent: "no such thing",
      uninstalled: "not installed: npm ci --prefix bench/peers",
    });
    expect(told.join("\n")).toContain("absent");
    expect(told.join("\n")).toContain("wrong");
  });

  it("opens each file once", async () => {
    let opened = 0;
    const peers = new Peers(undefined, {
      good: async () => {
        opened++;
        return { open: () => peer("good", giving([2, 4])) };
      },
    });
    await peers.find(task, expected);
    await peers.find(task, expected);
    expect(opened).toBe(1);
  });

  it("gives back what was handed over, the wrong ones' too, and closes", async () => {
    const dropped: string[] = [];
    const closed: string[] = [];
    const files = { a: file(peer("a", giving([2, 4], dropped), closed), peer("b", giving([0, 0], dropped), closed)) };
    const peers = new Peers(undefined, files);
    const found = await peers.find(task, expected);
    await found.dispose();
    await peers.close();
    expect(dropped).toHaveLength(2);
    expect(closed).toEqual(["a", "b"]);
  });

  it("says where one fails to give back, and goes on with the rest", async () => {
    const told: string[] = [];
    const dropped: string[] = [];
    const broken: Prepared = { ...giving([2, 4]), dispose: () => Promise.reject(new Error("stuck")) };
    const files = { a: file(peer("a", broken), peer("b", giving([2, 4], dropped))) };
    const found = await new Peers((message) => told.push(message), files).find(task, expected);
    await found.dispose();
    expect(told).toEqual(["a after double: stuck"]);
    expect(dropped).toEqual(["dropped"]);
  });

  it("times by the peer's own clock where it has one", async () => {
    const prepared: Prepared = { time: async (calls) => calls * 7, result: () => expected };
    const { runners } = await new Peers(undefined, { own: file(peer("own", prepared)) }).find(task, expected);
    expect(await runners[0]?.time(3)).toBe(21);
  });
});
