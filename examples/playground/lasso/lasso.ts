/**
 * The lasso at the lambda of a slider, solved anew with each move.
 * @module
 */
import { type Lanewise, lanewise } from "lanewise";
import { lasso as fitLasso, predict } from "lanewise/models";
import { duration, three } from "../../../src/cli/text.ts";
import type { Failure } from "../digits/messages.ts";
import { chart } from "../page/chart.ts";
import { at, say, tableRow, trouble } from "../page/dom.ts";
import { perCall } from "../page/time.ts";
import { fitPicture, pathPicture } from "./pictures.ts";
import { loadSamples, MEANINGS, type Samples } from "./table.ts";
import type { Path, Validation } from "./worker.ts";

/** The greatest lambda over the least. */
const RANGE = 1000;

/** Loads the table and connects the slider. */
export async function lasso(): Promise<void> {
  const lw = await lanewise();
  new Slider(lw, await loadSamples(lw));
}

/** The model at one lambda. */
interface Model {
  readonly lambda: number;
  readonly coefficients: Float64Array;
  readonly fitted: Float64Array;
  readonly count: number;
  readonly r2: number;
  /** Root of the mean squared error. */
  readonly error: number;
  /** Of one fit, in milliseconds. */
  readonly time: number;
}

class Slider {
  readonly #input = at<HTMLInputElement>("lambda");
  /** The least lambda for which all coefficients are zero. */
  readonly #most: number;
  #model: Model;
  #path: Path | undefined;
  #validation: Validation | undefined;
  readonly #charts: readonly { draw(): void }[];

  constructor(
    private readonly lw: Lanewise,
    private readonly samples: Samples,
  ) {
    const { table, X, y } = samples;
    const mean = table.target.reduce((sum, v) => sum + v, 0) / table.rows;
    this.#most = lw.scope(() => {
      const centred = lw.vector(y.data.map((v) => v - mean));
      return Math.max(...X.matmul(centred, { transposeA: true }).data.map(Math.abs)) / table.rows;
    });
    this.#model = this.#fit();
    const { names, target } = table;
    this.#charts = [
      chart(at("lasso-path"), (width, height) =>
        pathPicture(this.#path, names, this.#model.lambda, this.#model.coefficients)(width, height),
      ),
      chart(at("lasso-fit"), () => fitPicture(this.#model.fitted, target, this.#model.r2)()),
    ];
    this.#show();
    this.#input.addEventListener("input", () => this.#move());
    this.#input.addEventListener("change", () => this.#say());
    at("lambda-cv").addEventListener("click", () => this.#choose());
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Path | Validation | Failure>) => {
      if (data.kind === "failure") return trouble(data.message);
      if (data.kind === "path") this.#path = data;
      else {
        this.#validation = data;
        at<HTMLButtonElement>("lambda-cv").disabled = false;
        worker.terminate();
      }
      this.#show();
    });
  }

  /** The slider's place as lambda: from the greatest on the left, in equal ratios. */
  get #lambda(): number {
    const { value, max } = this.#input;
    return this.#most * RANGE ** -(Number(value) / Number(max));
  }

  #move(): void {
    this.#model = this.#fit();
    this.#show();
  }

  #fit(): Model {
    const { X, y, table } = this.samples;
    const lambda = this.#lambda;
    return this.lw.scope(() => {
      const solve = () => fitLasso(X, y, { alpha: lambda, tolerance: 1e-8 });
      const time = perCall(() => solve().dispose());
      const fit = solve();
      const fitted = Float64Array.from(predict(fit, X).data);
      const coefficients = Float64Array.from(fit.coefficients.data);
      const { rows, target } = table;
      const mean = target.reduce((sum, v) => sum + v, 0) / rows;
      const square = (of: (v: number, i: number) => number) => target.reduce((sum, v, i) => sum + of(v, i) ** 2, 0);
      const left = square((v, i) => v - (fitted[i] as number));
      return {
        lambda,
        coefficients,
        fitted,
        count: fit.support.length,
        r2: 1 - left / square((v) => v - mean),
        error: Math.sqrt(left / rows),
        time,
      };
    });
  }

  #show(): void {
    const { lambda, coefficients, count, r2, error, time } = this.#model;
    const { names } = this.samples.table;
    const told = `${three(lambda)}`;
    say("lambda-value", `λ = ${told}`);
    this.#input.setAttribute("aria-valuetext", `lambda ${told}, ${count} of ${names.length} variables`);
    say("lasso-count", `${count} of ${names.length}`);
    say("lasso-r2", `${(100 * r2).toFixed(1)} %`);
    say("lasso-error", `${error.toFixed(1)} points`);
    say("lasso-cv", this.#foretold());
    say("lasso-time", duration(time));
    at("lasso-rows").replaceChildren(
      ...names.map((name, j) => {
        const value = coefficients[j] as number;
        return tableRow([name, MEANINGS[j] ?? "", value === 0 ? "0" : value.toFixed(2).replace("-", "−")], 2);
      }),
    );
    for (const chart of this.#charts) chart.draw();
  }

  /** The error on patients left out, at the point of the path next to the slider. */
  #foretold(): string {
    if (!this.#path || !this.#validation) return "…";
    const place = Math.round((Number(this.#input.value) / Number(this.#input.max)) * (this.#path.lambdas.length - 1));
    return `${Math.sqrt(this.#validation.means[place] as number).toFixed(1)} points`;
  }

  #choose(): void {
    if (!this.#path || !this.#validation) return;
    const last = this.#path.lambdas.length - 1;
    this.#input.value = `${(this.#validation.chosen / last) * Number(this.#input.max)}`;
    this.#move();
    this.#say();
  }

  /** To those who do not see the numbers, once a move has ended. */
  #say(): void {
    const { lambda, count, r2 } = this.#model;
    say("lasso-said", `Lambda ${three(lambda)}: ${count} variables, ${(100 * r2).toFixed(1)} percent of the variance.`);
  }
}
