/**
 * The file of a worker on hosts with node:worker_threads.
 * @module
 */
import { parentPort } from "node:worker_threads";
import { type Order, serve } from "../threads/serve.ts";

parentPort?.once("message", (order: Order) => serve(order, () => parentPort?.postMessage("serves")));
