/**
 * The bench of the page: started and stopped by the reader, run in a worker.
 * @module
 */
import type { Row } from "../../../bench/case.ts";
import { sizeOf } from "../../../bench/table.ts";
import { duration, error, three } from "../../../src/cli/text.ts";
import type { Failure } from "../digits/messages.ts";
import { chart } from "../page/chart.ts";
import { at, say, tableRow } from "../page/dom.ts";
import { NAMES } from "./cases.ts";
import { roofline } from "./roofline.ts";
import type { End, Order, Progress, Rows } from "./worker.ts";

/** Connects the form. */
export function bench(): void {
  let rows: readonly Row[] = [];
  const { draw } = chart(at("bench-chart"), (width, height) => roofline(rows, width, height));
  const [form, run, stop] = [
    at<HTMLFormElement>("bench-form"),
    at<HTMLButtonElement>("bench-run"),
    at<HTMLButtonElement>("bench-stop"),
  ];
  const bar = at<HTMLProgressElement>("bench-progress");
  let worker: Worker | undefined;
  const order = (order: Order) => worker?.postMessage(order);

  const busy = (on: boolean) => {
    const from = on ? run : stop;
    const focused = document.activeElement === from;
    run.disabled = on;
    stop.disabled = !on;
    if (focused) (on ? stop : run).focus();
  };
  const end = (text: string) => {
    worker?.terminate();
    worker = undefined;
    busy(false);
    say("bench-status", text);
  };
  const show = (now: readonly Row[]) => {
    rows = now;
    at("bench-rows").replaceChildren(...rows.map(rowOf));
    draw();
  };

  const hear = (message: Progress | Rows | End | Failure) => {
    if (message.kind === "rows") show(message.rows);
    else if (message.kind === "failure") end(message.message);
    else if (message.kind === "end") {
      if (!message.stopped) bar.value = 1;
      end(message.stopped ? `Stopped after ${rows.length} measurements.` : verdict(rows));
    } else {
      bar.value = message.done / message.all;
      say("bench-status", `Measuring ${message.name} (${message.done + 1} of ${message.all})…`);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (worker) return;
    worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => hear(data));
    worker.addEventListener("error", (event) => end(event.message || "The worker of the bench did not start."));
    show([]);
    bar.value = 0;
    busy(true);
    say("bench-status", "Loading the kernels…");
    const { build, length } = Object.fromEntries(new FormData(form)) as NonNullable<Order["run"]>;
    order({ run: { build, length } });
  });
  stop.addEventListener("click", () => {
    say("bench-status", "Stopping…");
    order({});
  });
}

function verdict(rows: readonly Row[]): string {
  const ratios = rows.flatMap(({ vs_js }) => vs_js ?? []);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `Done, ${rows[0]?.build} build: ${three(least)} to ${three(most)} times as fast as plain JavaScript.`;
}

/** "2048 × 2048, 5 %, 64 columns", "1 000 000". */
const sizeText = (row: Row): string =>
  (sizeOf(row) || row.type)
    .replaceAll(" x ", " × ")
    .replace(/(?<=\d)(?=( \d+ %| \d+ columns))/g, ",")
    .replace(/(?<=%)(?= )/, ",")
    .replace(/\d{5,}/g, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, "\u202f"));

function rowOf(row: Row): HTMLTableRowElement {
  const limit = row.name === "peak" ? "register peak" : row.bound.startsWith("copy") ? "copy" : "read";
  return tableRow(
    [
      NAMES[row.name] ?? limit,
      sizeText(row),
      duration(row.min_ms),
      `${three(row.rate)} ${row.unit}`,
      row.name in NAMES ? `${(100 * row.of_limit).toFixed(0)} %` : "–",
      row.vs_js === null ? "–" : `${three(row.vs_js)}×`,
      row.error === null ? "–" : error(row.error),
    ],
    2,
  );
}
