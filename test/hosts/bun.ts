// Bun, which takes the entry for Node.

import { findCommand, places } from "./node.ts";

/** The command bun. */
export const findBun = () => findCommand(places("bun", `@oven/bun-${process.platform}-${process.arch}`), "");
