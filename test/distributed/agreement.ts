// Whatever way the dictionaries travel, the result is that of one process.
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Check, expect, thrown } from "../hosts/checks.ts";
import { type Lab, same } from "./lab.ts";

export async function agreement(lab: Lab): Promise<Check[]> {
  const { lw, modules } = lab;
  const { disqueak, distributedDisqueak, distributedMergeTree } = modules;
  const folder = join(lab.project.folder, "store");
  mkdirSync(folder);
  return [
    await lab.check(
      "disqueak on two processes has every bit of disqueak in one, and tells how far it is",
      { count: 2 },
      async (place) => {
        const X = lab.points(1050, 3);
        const options = { gamma: 1, qbar: 20, seed: 2n ** 63n + 5n, leafSize: 100 }; // 11 leaves: one goes up alone
        const told: { done: number; total: number; residual: number }[] = [];
        const got = await distributedDisqueak(X, {
          ...options,
          ...place,
          onProgress: (progress) => told.push(progress),
        });
        same(got, disqueak(X, options));
        const { done, total, residual } = told.at(-1)!;
        expect(done === 21 && total === 21 && residual === 0, `ended at ${done} of ${total}`);
        expect(
          told.every((at, i) => i === 0 || at.done > told[i - 1]!.done),
          "progress went back",
        );
        expect(got.size > 20 && got.size < got.seen && got.seen === 1050, `${got.size} of ${got.seen} points`);
        X.dispose();
      },
    ),

    await lab.check("leaves made by the workers, all dictionaries by reference", { count: 2 }, async (place) => {
      const tasks = Array.from({ length: 5 }, (_, i) => lab.task(i));
      const leaves = [...tasks.map(({ leaf }) => leaf), tasks[0]!.made];
      let references = 0;
      const got = await distributedMergeTree(leaves, {
        ...place,
        inlineLimit: 0,
        seed: 3,
        onProgress: async () => {
          references = Math.max(references, (await lab.redis.keys(`lanewise:${place.queue}:${place.queue}/*`)).length);
        },
      });
      same(got, await lab.tree([...tasks.map(({ made }) => made), tasks[0]!.made], 3));
      expect(references > 0, "no dictionary was seen in Redis");
    }),

    await lab.check(
      "what is above 1 MiB goes to the user's store, what is below does not",
      { count: 2, store: { folder } },
      async (place) => {
        const wide = (rows: number, seed: number) =>
          modules.dictionaryLeaves(lab.points(rows, 512, seed), {
            gamma: 1,
            qbar: 20,
            leafSize: rows,
            kernel: { kernel: "linear" },
          })[0]!;
        const [small, large] = [wide(20, 1), wide(300, 2)];
        const seen = new Set<string>();
        const { writeFileSync, readFileSync, rmSync } = await import("node:fs");
        const path = (key: string) => join(folder, key.replaceAll("/", "!"));
        const store = {
          put: async (key: string, bytes: Uint8Array) => {
            seen.add(key.split("/").at(-1)!);
            writeFileSync(path(key), bytes);
          },
          get: async (key: string) => readFileSync(path(key)),
          delete: async (key: string) => rmSync(path(key), { force: true }),
        };
        const got = await distributedMergeTree([small, large, large], {
          ...place,
          store,
          onProgress: () => {
            for (const file of readdirSync(folder)) seen.add(file.split("!").at(-1)!);
          },
        });
        same(got, await lab.tree([small, large, large]));
        expect(seen.has("leaf-1") && seen.has("leaf-2") && !seen.has("leaf-0"), `in the store: ${[...seen]}`);
        expect(readdirSync(folder).length === 0, `left in the store: ${readdirSync(folder)}`);
      },
    ),

    await lab.check("one leaf alone, and a dictionary above maxDict", { count: 1 }, async (place) => {
      const { leaf, made } = lab.task(1);
      same(await distributedMergeTree([leaf], place), made);
      const error = await thrown("ArgumentRangeError", () => distributedMergeTree([leaf], { ...place, maxDict: 1 }));
      expect(error.argument === "maxDict", `${error}`);
      const merged = await thrown("JobFailedError", () => distributedMergeTree([made, made], { ...place, maxDict: 1 }));
      const { kind, level, index, attempts, reason } = merged;
      expect(kind === "merge" && level === 1 && index === 0 && attempts === 1, `${merged}`);
      expect(/ArgumentRangeError: "maxDict"/.test(`${reason}`), `${reason}`);
    }),

    await lab.check("a store that only the run has is a named mistake", { count: 1 }, async (place) => {
      const { made } = lab.task(1);
      const none = { put: async () => {}, get: async () => undefined, delete: async () => {} };
      const error = await thrown("JobFailedError", () => distributedMergeTree([made, made], { ...place, store: none }));
      expect(/give the worker the same/.test(`${error.reason}`), `${error}`);
    }),

    await lab.check("the instance of the run holds no more than before", { count: 1 }, async (place) => {
      const X = lab.points(200, 2);
      const before = JSON.stringify(lw.memory);
      await distributedDisqueak(X, { gamma: 1, ...place });
      expect(JSON.stringify(lw.memory) === before, `${before}, then ${JSON.stringify(lw.memory)}`);
    }),
  ];
}
