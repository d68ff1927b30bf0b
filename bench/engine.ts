/**
 * Runs cases one after another and makes a row of each. Knows no host: what differs comes in as an argument.
 * @module
 */
import type { Lanewise } from "../src/lanewise.ts";
import type { Case, FindOpponents, Opponents, Row, Subject } from "./case.ts";
import { engineOf } from "./data.ts";
import { Limits } from "./limits.ts";
import { median, pairedRatio, relativeError, significant, spread } from "./statistics.ts";
import { interleave, runner, type Settings } from "./timing.ts";

/** What a run needs besides the cases. */
export interface Run {
  readonly lw: Lanewise;
  /** Name of the machine and of what runs JavaScript on it. */
  readonly host: string;
  readonly settings: Settings;
  readonly find?: FindOpponents;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
  /** Called after each case with all rows so far. */
  readonly onRows?: (rows: Row[]) => Promise<void>;
}

/** What is timed gives something back; it ends here, so that nothing can be left out. */
export const sink: { value: unknown } = { value: undefined };

/** Runs all cases; the limits in the rows are the best seen over the whole run. */
export async function runCases(cases: readonly Case[], run: Run): Promise<Row[]> {
  const limits = new Limits(engineOf(run.lw));
  const finish: (() => Row)[] = [];
  for (const [index, one] of cases.entries()) {
    run.onProgress?.(`${index + 1}/${cases.length} ${title(one)}`);
    finish.push(await measure(one, run, limits));
    await run.onRows?.(finish.map((row) => row()));
  }
  return finish.map((row) => row());
}

/** Name, type and sizes on one line. */
export const title = ({ name, type, sizes }: Pick<Case, "name" | "type" | "sizes">): string =>
  [name, type, ...Object.entries(sizes).map(([key, value]) => `${key}=${value}`)].join(" ");

/** Measures one case; its limit is filled in when the row is asked for. */
async function measure(one: Case, run: Run, limits: Limits): Promise<() => Row> {
  const subject = one.setup(run.lw);
  const { task, work } = subject;
  const held: { dispose(): unknown }[] = [...subject.arrays];
  try {
    const { bound } = limits.of(work, one.type);
    const watch = limits.watch(bound);
    held.push(watch);
    subject.ours();
    const opponents = (task && (await run.find?.(task, subject.result?.() ?? []))) ?? NONE;
    held.push(opponents);
    const runners = [...ownRunners(subject), watch.runner, ...opponents.runners];
    const { samples, failed } = await interleave(runners, run.settings, run.signal);
    for (const [name, reason] of Object.entries(failed)) run.onProgress?.(`${name} left out of ${one.name}: ${reason}`);
    watch.note(samples.get("limit") as number[]);
    const error = subject.result && subject.reference ? relativeError(subject.result(), subject.reference()) : null;
    return rowOf(one, subject, samples, { ...opponents.missing, ...failed }, error, run, limits);
  } finally {
    for (const part of held.reverse()) await part.dispose();
  }
}

const NONE: Opponents = { runners: [], missing: {}, dispose: () => {} };

/** Runners that are no peers. */
const OWN = new Set(["ours", "limit", "js", "dense", "csr"]);

function ownRunners({ ours, js, dense, csr }: Subject) {
  const keep = (value: unknown) => {
    sink.value = value;
  };
  return [
    runner("ours", ours, keep),
    ...(js ? [runner("js", js, keep)] : []),
    ...(dense ? [runner("dense", dense, keep)] : []),
    ...(csr ? [runner("csr", csr, keep)] : []),
  ];
}

function rowOf(
  one: Case,
  { work, js, dense, csr }: Subject,
  samples: ReadonlyMap<string, number[]>,
  missing: Readonly<Record<string, string>>,
  error: number | null,
  run: Run,
  limits: Limits,
): () => Row {
  const ours = samples.get("ours") as number[];
  const ratio = (name: string) => significant(pairedRatio(samples.get(name) as number[], ours), 4);
  const fastest = Math.min(...ours);
  const rate = (work.flops ?? work.bytes) / fastest / 1e6;
  limits.seen(work, one.type, fastest);
  const row = {
    name: one.name,
    type: one.type,
    ...one.sizes,
    build: run.lw.build,
    host: run.host,
    median_ms: significant(median(ours)),
    min_ms: significant(fastest),
    spread: significant(spread(ours), 3),
    rate: significant(rate),
    unit: work.flops === undefined ? ("GB/s" as const) : ("GFLOP/s" as const),
    intensity: work.flops === undefined || work.bytes === 0 ? null : significant(work.flops / work.bytes, 4),
    vs_js: js ? ratio("js") : null,
    ...(dense ? { vs_dense: ratio("dense") } : {}),
    ...(csr ? { vs_csr: ratio("csr") } : {}),
    peers: Object.fromEntries([...samples.keys()].filter((name) => !OWN.has(name)).map((name) => [name, ratio(name)])),
    ...(Object.keys(missing).length > 0 ? { peers_missing: missing } : {}),
    error: error === null ? null : significant(error, 3),
  };
  return () => {
    const limit = limits.of(work, one.type);
    return { ...row, limit: significant(limit.rate), of_limit: significant(rate / limit.rate, 3), bound: limit.bound };
  };
}
