// POST /classify {"pixels": 64 numbers from 0 to 16}; POST /search {"vector": 128 numbers, "k": 10}; GET /health.
// The isolate may have 128 MB. The kernels are held to 16 of them here, whatever is asked.

import { lanewiseSync } from "lanewise";
import { integerAt, jsonOf, numbersAt, Refusal } from "./input.ts";
import bytes from "./model.safetensors";
import { open } from "./service.ts";

const lw = lanewiseSync({ memory: { maximum: 16 << 20 } });
const model = await open(lw, bytes);

type Handler = (request: Request) => unknown;

const routes: Record<string, { method: string; handle: Handler }> = {
  "/classify": {
    method: "POST",
    handle: async (request) => model.classify(numbersAt(await jsonOf(request), "pixels", 64, [0, 16])),
  },
  "/search": {
    method: "POST",
    handle: async (request) => {
      const body = await jsonOf(request);
      const k = integerAt(body, "k", 10, [1, 100]);
      const vector = numbersAt(body, "vector", model.dimensions, [-1e6, 1e6]);
      if (vector.every((v) => v === 0)) throw new Refusal(400, "vector", "a number that is not 0", "all 0");
      return { neighbours: model.search(vector, k) };
    },
  },
  "/health": {
    method: "GET",
    handle: () => ({ build: lw.build, vectors: model.count, bytes: model.bytes, memory: lw.memory }),
  },
};

async function answer(request: Request): Promise<unknown> {
  const { pathname } = new URL(request.url);
  const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined;
  if (!route) throw new Refusal(404, "path", Object.keys(routes).join(", "), pathname.slice(0, 40));
  const { method, handle } = route;
  if (request.method !== method) throw new Refusal(405, "method", method, request.method, { allow: method });
  return handle(request);
}

export default {
  async fetch(request: Request): Promise<Response> {
    try {
      return Response.json(await answer(request));
    } catch (error) {
      if (!(error instanceof Refusal)) {
        console.error(error);
        return Response.json({ error: { message: "failed" } }, { status: 500 });
      }
      const { status, argument, expected, got, headers } = error;
      return Response.json({ error: { argument, expected, got } }, { status, headers });
    }
  },
};
