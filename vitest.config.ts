import { defineConfig } from "vitest/config";
import { hasRelaxed } from "./src/entry/options.ts";
import type { Build } from "./src/kernels/engine.ts";

// The whole suite runs once in each build. Where the host cannot run a build, one named test says so.
const project = (build: Build, runs: boolean) => ({
  extends: true as const,
  test: {
    name: build,
    provide: { build },
    include: runs ? ["test/**/*.test.ts"] : ["test/norelaxed.ts"],
  },
});

export default defineConfig({
  test: {
    pool: "forks",
    isolate: false, // a worker compiles the kernels once, not once a file
    maxWorkers: "100%", // by default one core is left idle, of two
    execArgv: ["--expose-gc"],
    setupFiles: ["test/setup.ts"],
    exclude: ["test/hosts/**", "**/node_modules/**"],
    testTimeout: 30_000,
    projects: [project("simd", true), project("relaxed", hasRelaxed())],
  },
});
