import { describe, expect, test } from "vitest";
import { ActivationLayer, Linear, type Matrix, type Vector } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import { gemm, transposed } from "../oracle/dense.ts";
import { activations } from "../oracle/maps.ts";

const [examples, inputs, outputs] = [5, 7, 6];

/** The slope of `loss` along each number of `data`, by central differences. */
function differences(data: Float32Array | Float64Array, loss: () => number, step = 2 ** -13): number[] {
  return Array.from(data, (v, i) => {
    data[i] = v + step;
    const above = loss();
    data[i] = v - step;
    const below = loss();
    data[i] = v;
    return (above - below) / (2 * step);
  });
}

/** sum dy_i y_i: a loss whose gradient with respect to y is dy. */
function weighed(y: Matrix, dy: readonly number[]): number {
  const { data } = y;
  const total = dy.reduce((sum, v, i) => sum + v * data[i]!, 0);
  y.dispose();
  return total;
}

const close = (got: ArrayLike<number>, want: number[], what: string) =>
  within(
    got,
    want,
    "f64",
    2 ** 30,
    want.map((v) => 1 + Math.abs(v)),
    what,
  );

describe("gradients are the slopes of the loss", () => {
  test.each([true, false])("of a linear layer, bias %s", (biased) =>
    lw.scope(() => {
      const W = lw.matrix(outputs, inputs, reals(outputs * inputs, 1));
      const b = lw.vector(reals(outputs, 2));
      const x = lw.matrix(examples, inputs, reals(examples * inputs, 3));
      const dy = reals(examples * outputs, 4);
      const layer = biased ? new Linear(W, b) : new Linear(W);
      const loss = () => weighed(layer.forward(x), dy);
      const gradients = layer.backward(x, lw.matrix(examples, outputs, dy));
      close(gradients.x.data, differences(x.data, loss), "x");
      close(gradients.weight.data, differences(W.data, loss), "weight");
      if (biased) close(gradients.bias.data, differences(b.data, loss), "bias");
    }),
  );

  test.each(Object.keys(activations) as (keyof typeof activations)[])("of %s", (name) =>
    lw.scope(() => {
      // Away from 0, where relu has no slope.
      const x = lw.matrix(
        examples,
        inputs,
        reals(examples * inputs, 5).map((v) => 3 * v + Math.sign(v) * 0.01),
      );
      const dy = reals(examples * inputs, 6);
      const layer = new ActivationLayer(name as "relu");
      const got = layer.backward(x, lw.matrix(examples, inputs, dy));
      close(
        got.data,
        differences(x.data, () => weighed(layer.forward(x), dy)),
        name,
      );
    }),
  );

  test("through two layers with an activation between", () =>
    lw.scope(() => {
      const [first, second] = [
        new Linear(lw.matrix(outputs, inputs, reals(outputs * inputs, 7)), lw.vector(reals(outputs, 8))),
        new Linear(lw.matrix(3, outputs, reals(3 * outputs, 9)), lw.vector(reals(3, 10))),
      ];
      const middle = new ActivationLayer("gelu");
      const x = lw.matrix(examples, inputs, reals(examples * inputs, 11));
      const dy = reals(examples * 3, 12);
      const loss = () => lw.scope(() => weighed(second.forward(first.forward(x, "gelu")), dy));
      const h = first.forward(x);
      const back = second.backward(middle.forward(h), lw.matrix(examples, 3, dy));
      const gradients = first.backward(x, middle.backward(h, back.x));
      close(gradients.x.data, differences(x.data, loss), "x");
      close(gradients.weight.data, differences(first.weight.data, loss), "first weight");
      close(back.weight.data, differences(second.weight.data, loss), "second weight");
      close(gradients.bias.data, differences((first.bias as Vector).data, loss), "first bias");
    }));
});

describe.each(types)("layers of %s", (type) => {
  test.each([
    [0, 3, 2],
    [1, 1, 1],
    [4, 9, 17],
    [3, 33, 5],
  ])("%i examples, %i inputs, %i outputs: the product and its gradients, exact on integers", (m, k, n) =>
    lw.scope(() => {
      const [w, b, a, d] = [integers(n * k, 1), integers(n, 2), integers(m * k, 3), integers(m * n, 4)];
      const [W, x, dy] = [lw.matrix(n, k, w, { type }), lw.matrix(m, k, a, { type }), lw.matrix(m, n, d, { type })];
      const layer = new Linear(W, lw.vector(b, { type }));
      const product = gemm(a, transposed(w, n, k), m, n, k);
      equal(
        layer.forward(x).data,
        product.map((v, p) => v + b[p % n]!),
        "y",
      );
      equal(
        layer.forward(x, "relu").data,
        product.map((v, p) => Math.max(v + b[p % n]!, 0)),
        "relu y",
      );
      const gradients = layer.backward(x, dy);
      equal(gradients.x.data, gemm(d, w, m, k, n), "x");
      equal(gradients.weight.data, gemm(transposed(d, m, n), a, n, k, m), "weight");
      equal(
        gradients.bias.data,
        Array.from({ length: n }, (_, j) => d.reduce((s, v, p) => s + (p % n === j ? v : 0), 0)),
        "bias",
      );
    }),
  );

  test("reals are within rounding of the formula", () =>
    lw.scope(() => {
      const [w, a] = [reals(outputs * inputs, 1), reals(examples * inputs, 3)];
      const layer = new Linear(lw.matrix(outputs, inputs, w, { type }));
      const y = layer.forward(lw.matrix(examples, inputs, a, { type }));
      const flat = (x: number[], z: number[]) => gemm(x, transposed(z, outputs, inputs), examples, outputs, inputs);
      within(y.data, flat(a, w), type, inputs + 2, flat(magnitudes(a), magnitudes(w)));
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const layer = new Linear(lw.matrix(3, 4), lw.vector(3));
    const x = lw.matrix(2, 4);
    faulty(() => new Linear([1] as never), "ArgumentTypeError", "weight");
    faulty(() => new Linear(lw.matrix(3, 4), lw.vector(4)), "ShapeError", "bias");
    faulty(() => layer.forward(lw.matrix(2, 3)), "ShapeError", "x");
    faulty(() => layer.forward(undefined as never), "ArgumentTypeError", "x");
    faulty(() => layer.forward(x, "tanh" as never), "ArgumentRangeError", "activation");
    faulty(() => layer.backward(x, lw.matrix(2, 4)), "ShapeError", "dy");
    faulty(() => new ActivationLayer("softsign" as never), "ArgumentRangeError", "activation");
    faulty(() => new ActivationLayer("relu").forward(lw.vector(3) as never), "ArgumentTypeError", "x");
    faulty(() => new ActivationLayer("relu").backward(x, lw.matrix(2, 5)), "ShapeError", "dy");
    expect(layer.weight.disposed).toBe(false);
  }));
