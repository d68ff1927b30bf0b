/**
 * tsx test/distributed/run.ts [PART...]
 *
 * SQUEAK's tree on BullMQ and a Redis server of its own, by workers in processes of their own. The last line is "N passed, N failed",
 * with ", N skipped" where something was.
 */
import { execSync } from "node:child_process";
import { type Check, check, expect } from "../hosts/checks.ts";
import { root } from "../tree.ts";
import { agreement } from "./agreement.ts";
import { Lab } from "./lab.ts";
import { outage } from "./outage.ts";
import { installPeers } from "./project.ts";
import { recovery } from "./recovery.ts";
import { redisVersion } from "./redis.ts";

/** The example's programs, as docs/distributed.md has them run. */
async function example(lab: Lab): Promise<Check[]> {
  const ran = await check("the example's workers and its run", async () => {
    const { address } = lab.server;
    const workers = [0, 1].map(() => lab.project.start("example/worker.js", address));
    const run = lab.project.start("example/run.js", address);
    await new Promise((resolve) => run.process.once("exit", resolve));
    const [, size, seen] = /^(\d+) points stand for (\d+)/m.exec(run.printed()) ?? [];
    expect(seen === "16000" && Number(size) > 20 && Number(size) < 1600, run.printed());
    const codes = await Promise.all(workers.map((worker) => worker.end()));
    expect(codes.join() === "0,0", `the workers ended with ${codes}: ${workers.map(({ printed }) => printed())}`);
    await lab.empty("readings");
  });
  return [ran];
}

async function all(): Promise<{ checks: Check[]; missing?: string }> {
  const version = redisVersion();
  if (!version) return { checks: [], missing: "redis-server is not installed" };
  execSync("npm run build", { cwd: root, stdio: "inherit" });
  try {
    installPeers();
  } catch (error) {
    return { checks: [], missing: `BullMQ cannot be installed: ${(error as Error).message.split("\n")[0]}` };
  }
  console.log(`Redis ${version}`);
  const lab = await Lab.open();
  try {
    const words = process.argv.slice(2);
    const checks = [];
    for (const part of [agreement, recovery, outage, example])
      if (words.length === 0 || words.includes(part.name)) checks.push(...(await part(lab)));
    return { checks };
  } finally {
    await lab.close();
  }
}

const { checks, missing } = await all();
for (const { name, error } of checks) console.log(error === undefined ? `ok    ${name}` : `FAIL  ${name}: ${error}`);
if (missing) console.log(`skipped: ${missing}`);
const failed = checks.filter(({ error }) => error !== undefined).length;
console.log(`${checks.length - failed} passed, ${failed} failed${missing ? ", 1 skipped" : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
