// Stands in for the whole suite in the relaxed build on a host without relaxed SIMD, so that the report names what did not run.
import { test } from "vitest";

test.skip("the relaxed build: this host has no relaxed SIMD", () => {});
