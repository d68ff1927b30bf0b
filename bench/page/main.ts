/**
 * The bench in a browser; `?filter=gemm,gemv` in the address runs at once.
 *
 * npx esbuild bench/page/main.ts --bundle --format=esm --outdir=bench/dist --servedir=.
 * @module
 */
import { lanewise } from "../../src/entry/browser.ts";
import { runCases } from "../engine.ts";
import { families, select } from "../families.ts";
import { table } from "../table.ts";
import { THOROUGH } from "../timing.ts";

/** Browsers round their clock, to 0.1 ms or worse. */
const SETTINGS = { ...THOROUGH, batch: 20 };

const at = <E extends HTMLElement>(selector: string): E => document.querySelector(selector) as E;
const form = at<HTMLFormElement>("form");
const [filter, build, stop] = [
  at<HTMLInputElement>("[name=filter]"),
  at<HTMLSelectElement>("[name=build]"),
  at<HTMLButtonElement>("[name=stop]"),
];
const [progress, output, link] = [at("#progress"), at("#table"), at<HTMLAnchorElement>("#json")];

async function run(signal: AbortSignal): Promise<void> {
  const names = filter.value.split(",").map((name) => name.trim());
  const cases = filter.value.trim() === "" ? families : select(names);
  const rows = await runCases(cases, {
    lw: await lanewise({ build: build.value as "auto" }),
    host: navigator.userAgent,
    settings: SETTINGS,
    signal,
    onProgress: (message) => {
      progress.textContent = message;
    },
  });
  output.textContent = table(rows);
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([JSON.stringify(rows, undefined, 2)], { type: "application/json" }));
  link.hidden = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const abort = new AbortController();
  stop.onclick = () => abort.abort(new Error("stopped"));
  stop.disabled = false;
  try {
    await run(abort.signal);
    progress.textContent = "done";
  } catch (error) {
    progress.textContent = String(error);
  }
  stop.disabled = true;
});

const asked = new URLSearchParams(location.search).get("filter");
if (asked !== null) {
  filter.value = asked;
  form.requestSubmit();
}
