/**
 * The demo's classifier of two layers of random features, trained in the page.
 * @module
 */
import type { CsrMatrix, Lanewise, LutMatrix, Matrix, Vector } from "lanewise";
import address from "../../../data/digits.csv?url";
import { features, randomWeights, readout, WIDTH } from "../../../src/cli/demo/network.ts";
import { parseTable, type Table } from "../../../src/cli/demo/table.ts";
import { makeTask } from "../../../src/cli/demo/task.ts";
import type { TwoLayers } from "../../../src/cli/demo/twoLayers.ts";

const SEED = 1;

/** The digits that come with the page. */
export async function loadDigits(): Promise<Table> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the digits could not be loaded: ${response.url} gave ${response.status}`);
  return parseTable(await response.text());
}

/** Both layers and the readout, dense. */
export function train(lw: Lanewise, digits: Table): TwoLayers & { readonly first: Matrix } {
  const task = makeTask(lw, digits, SEED, "f32");
  const first = randomWeights(lw, digits.cols + 1, SEED, 1, "f32");
  const W = randomWeights(lw, WIDTH, SEED, 2, "f32");
  const [train, test] = [features(first, task.train.X), features(first, task.test.X)];
  const hidden = features(W, train);
  const B = readout(lw, hidden, task.targets);
  hidden.dispose();
  return { task, first, train, test, W, B };
}

/** A classifier with its second layer in one form, ready to read one picture at a time. */
export class Reader {
  readonly #input: Vector;
  readonly #hidden: Vector;
  readonly #deep: Vector;
  readonly #out: Vector;
  readonly #readout: Matrix;

  constructor(
    lw: Lanewise,
    private readonly first: Matrix,
    readonly W: CsrMatrix | LutMatrix,
    B: Matrix,
    private readonly means: Float64Array,
  ) {
    const zeros = (length: number) => lw.vector(length, { type: "f32" });
    [this.#input, this.#hidden, this.#deep, this.#out] = [zeros(first.cols), zeros(WIDTH), zeros(WIDTH), zeros(B.cols)];
    this.#readout = B.transpose();
  }

  /** The score of each digit, for 64 numbers from 0 to 16. */
  read(pixels: Float64Array): Float32Array {
    const x = this.#input.data;
    for (const [j, mean] of this.means.entries()) x[j] = ((pixels[j] as number) - mean) / 16;
    x[this.means.length] = 0.5;
    this.first.apply(this.#hidden, this.#input);
    rectify(this.#hidden.data);
    this.W.apply(this.#deep, this.#hidden);
    rectify(this.#deep.data);
    this.#readout.apply(this.#out, this.#deep);
    return Float32Array.from(this.#out.data);
  }
}

function rectify(x: Float32Array | Float64Array): void {
  for (let i = 0; i < x.length; i++) if ((x[i] as number) < 0) x[i] = 0;
}
