/**
 * The demo: digits told apart with compressed weights, and a lasso path, each hot loop timed against plain JavaScript.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import type { Lanewise } from "../../lanewise.ts";
import { describeHost } from "../host.ts";
import { loadDiabetes, loadDigits } from "./data.ts";
import { diabetesRow } from "./diabetes.ts";
import { lutRows } from "./lut.ts";
import { features, randomWeights, readout, WIDTH } from "./network.ts";
import { readoutRows } from "./readout.ts";
import type { DemoResult, Session } from "./result.ts";
import { inF64, sizePoints } from "./sizes.ts";
import { sparseRow } from "./sparse.ts";
import { makeTask } from "./task.ts";
import { thresholdRow } from "./threshold.ts";

/** Times `step` is called. */
export const STEP_COUNT = 17;

/** Runs all of it. @throws the session's reason once its signal is aborted; every array is given back */
export async function demo(session: Session): Promise<DemoResult> {
  const { lw, seed } = session;
  const digits = loadDigits();
  await session.step("random features");
  const task = makeTask(lw, digits, seed, "f32");
  using trainX = task.train.X;
  using testX = task.test.X;
  using targets = task.targets;
  using first = randomWeights(lw, trainX.rows, seed, 1, "f32");
  const rows = await readoutRows(session, task, first);

  await session.step("second layer");
  using train = features(first, trainX);
  using test = features(first, testX);
  using W = randomWeights(lw, WIDTH, seed, 2, "f32");
  using B = secondReadout(lw, W, train, targets);
  const net = { task, train, test, W, B };
  rows.push(await sparseRow(session, net), ...(await lutRows(session, net)), await thresholdRow(session, net));

  await session.step("the same in f64");
  const reference = inF64(session, digits);
  const sizes = await sizePoints(session, net, reference.twoLayers);
  const { row, lasso } = await diabetesRow(session, loadDiabetes());
  const pictures = { learned: trainX.cols, heldOut: testX.cols };
  return { host: describeHost(lw.build), seed, pictures, reference, rows: [...rows, row], sizes, lasso };
}

function secondReadout(lw: Lanewise, W: Matrix, X: Matrix, targets: Matrix): Matrix {
  using H = features(W, X);
  return readout(lw, H, targets);
}
