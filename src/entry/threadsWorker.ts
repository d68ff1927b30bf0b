/**
 * The file of a worker on the web.
 * @module
 */
import { type Order, serve } from "../threads/serve.ts";

addEventListener(
  "message",
  ({ data }: MessageEvent<Order>) => {
    serve(data, () => (postMessage as (message: unknown) => void)("serves"));
    close();
  },
  { once: true },
);
