// npm run edge [-- requests]: examples/edge in workerd under a load, 20,000 requests by default, and its cold start.

import { rmSync } from "node:fs";
import { build, coldStart, loadChecks, start } from "./edge.ts";
import { pack } from "./pack.ts";
import { install } from "./registry.ts";

const requests = Number(process.argv[2] ?? 20_000);
const missing = install();
if (missing) throw new Error(`workerd ${missing}`);
const project = await pack();
try {
  const built = build(project);
  await coldStart(built.bundle);
  const miniflare = await start(built.bundle);
  try {
    for (const { name, error } of await loadChecks(miniflare, built, requests)) {
      console.log(error ? `FAILED ${name}: ${error}` : name);
      if (error) process.exitCode = 1;
    }
  } finally {
    await miniflare.dispose();
  }
} finally {
  rmSync(project.folder, { recursive: true, force: true });
}
