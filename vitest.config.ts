import { defineConfig } from "vitest/config";
import { hasRelaxed } from "./src/entry/options.ts";
import type { Build } from "./src/kernels/engine.ts";

const SLOW = "test/**/*.slow.test.ts";
const ELSEWHERE = ["test/hosts/**", "**/node_modules/**"];

// The whole suite runs once in each build. Where the host cannot run a build, one named test says so.
// What is statistical in a paper's claim runs in one build: the kernels under it are held to their oracles in both.
const project = (name: string, build: Build, include: string, exclude: string[] = []) => ({
  extends: true as const,
  test: { name, provide: { build }, include: [include], exclude: [...ELSEWHERE, ...exclude] },
});

export default defineConfig({
  test: {
    pool: "forks",
    isolate: false, // a worker compiles the kernels once, not once a file
    maxWorkers: "100%", // by default one core is left idle, of two
    execArgv: ["--expose-gc"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000, // against hanging: a loaded machine is several times as slow
    // Run in the order of their names: the longest tests are not left for last.
    projects: [
      project("evidence", "simd", SLOW),
      project("relaxed", "relaxed", hasRelaxed() ? "test/**/*.test.ts" : "test/norelaxed.ts", [SLOW]),
      project("simd", "simd", "test/**/*.test.ts", [SLOW]),
    ],
  },
});
