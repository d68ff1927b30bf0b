/**
 * A drawing, read by two classifiers as it grows.
 * @module
 */
import { duration, size } from "../../../src/cli/text.ts";
import { at, say, trouble } from "../page/dom.ts";
import { type Failure, FORMS, type Question, type Ready, type Scores } from "./messages.ts";
import { Pad, paint } from "./pad.ts";
import { pixels, type Stroke } from "./strokes.ts";

/** Starts the worker and connects the drawing area. */
export function digits(): void {
  new Digits();
}

class Digits {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  readonly #pad: Pad;
  readonly #cells = scoreTable();
  #ready: Ready | undefined;
  /** What is to be read next, and whether the worker is reading. */
  #next: Float64Array | undefined;
  #busy = false;
  #example = -1;
  /** The digit a picture of the data shows. */
  #label: number | undefined;

  constructor() {
    this.#pad = new Pad(
      at<HTMLCanvasElement>("pad"),
      (strokes) => this.#drawn(strokes),
      () => this.#say(),
    );
    at("pad-clear").addEventListener("click", () => this.#pad.clear());
    at("pad-example").addEventListener("click", () => this.#showExample());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#see());
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Ready | Scores | Failure>) => {
      if (data.kind === "ready") this.#begin(data);
      else if (data.kind === "scores") this.#show(data);
      else trouble(data.message);
    });
    this.#worker.addEventListener("error", (event) =>
      trouble(event.message || "The worker of the digits did not start."),
    );
  }

  #begin(ready: Ready): void {
    this.#ready = ready;
    for (const [f, form] of FORMS.entries()) {
      say(`right-${form}`, `${(100 * (ready.right[f] as number)).toFixed(1)} %`);
      say(`bytes-${form}`, size(ready.bytes[f] as number));
    }
    say(
      "trained",
      `Kernels loaded in ${duration(ready.loading)}; both classifiers trained in ${duration(ready.training)}. ` +
        `Dense, the layer takes ${size(512 * 512 * 4)}.`,
    );
    say("host", `Runs the ${ready.build} build${ready.build === "relaxed" ? ", with fused multiply-add" : ""}.`);
    at("verdict").dataset.ready = "";
    if (this.#pixels) this.#ask(this.#pixels);
    else this.#showExample();
  }

  #pixels: Float64Array | undefined;

  #drawn(strokes: readonly Stroke[]): void {
    this.#label = undefined;
    this.#ask(pixels(strokes));
  }

  /** The next held-out picture. */
  #showExample(): void {
    if (!this.#ready) return;
    const { pictures, labels } = this.#ready;
    this.#example = (this.#example + 1) % labels.length;
    const picture = pictures.slice(this.#example * 64, (this.#example + 1) * 64);
    this.#label = labels[this.#example] as number;
    this.#pad.show(picture);
    this.#ask(picture);
  }

  /** Has the worker read a picture, or the latest once it is free. */
  #ask(picture: Float64Array): void {
    this.#pixels = picture;
    this.#see();
    this.#next = picture;
    at("verdict").setAttribute("aria-busy", "true");
    if (!this.#ready || this.#busy) return;
    this.#busy = true;
    this.#next = undefined;
    this.#worker.postMessage({ pixels: picture } satisfies Question);
  }

  #scores: Scores | undefined;

  #show(result: Scores): void {
    this.#busy = false;
    this.#scores = result;
    for (const [f, form] of FORMS.entries()) {
      const scores = result.scores[f] as Float32Array;
      const best = scores.indexOf(Math.max(...scores));
      for (const [digit, score] of scores.entries()) this.#cells[f]?.[digit]?.(score, digit === best && !this.#empty());
      say(`time-${form}`, `${(1000 * (result.times[f] as number)).toFixed(0)} µs`);
    }
    if (this.#next) this.#ask(this.#next);
    else {
      this.#say();
      at("verdict").setAttribute("aria-busy", "false");
    }
  }

  #empty(): boolean {
    return !this.#pixels?.some((v) => v > 0);
  }

  /** In words, where they differ from the last ones. */
  #say(): void {
    if (!this.#ready || !this.#scores || this.#next) return;
    const [sparse, lut] = this.#scores.scores.map((scores) => scores.indexOf(Math.max(...scores)));
    const said = sparse === lut ? `Both read a ${sparse}` : `Pruned: ${sparse}. 4 bits: ${lut}`;
    const small = this.#label === undefined ? "drawn by you" : `a held-out picture of a ${this.#label}`;
    const [text, note] = this.#empty() ? ["Draw a digit", "from 0 to 9"] : [said, small];
    const verdict = at("verdict");
    if (verdict.textContent === text + note) return;
    const quiet = document.createElement("small");
    quiet.textContent = note;
    verdict.replaceChildren(text, quiet);
  }

  /** What the classifiers get. */
  #see(): void {
    const canvas = at<HTMLCanvasElement>("seen");
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.clearRect(0, 0, 8, 8);
    context.fillStyle = getComputedStyle(canvas).color;
    paint(context, this.#pixels ?? new Float64Array(64), 1);
  }
}

type Cell = (score: number, best: boolean) => void;

/** For each form and digit, what sets its score in the table. */
function scoreTable(): Cell[][] {
  const rows = [...at<HTMLTableSectionElement>("scores").rows];
  return FORMS.map((_, f) =>
    rows.map((row) => {
      const cell = row.cells[f + 1] as HTMLTableCellElement;
      cell.innerHTML = '<div><span>…</span><span class="bar"></span></div>';
      const [number, bar] = cell.querySelectorAll("span") as unknown as [HTMLElement, HTMLElement];
      return (score, best) => {
        number.textContent = score.toFixed(2).replace("-", "−");
        number.className = best ? "best" : "";
        bar.style.setProperty("--part", `${Math.min(1, Math.max(0, (score + 1) / 2))}`);
      };
    }),
  );
}
