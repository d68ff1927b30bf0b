// A step of the build is passed over where its stamp shows all it reads and all it wrote to be as they were after its last run.

import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";

/** Of the names and bytes of files. */
function digest(patterns: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of globSync(patterns).sort()) {
    const bytes = readFileSync(path);
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

/** The record of one step in build/<name>.stamp. */
export class Stamp {
  readonly #path: string;
  readonly #outputs: readonly string[];
  /** Taken before the step runs: a source that is edited meanwhile leaves its outputs stale. */
  readonly #sources: string;

  /**
   * @param sources  patterns of the files the step reads
   * @param outputs  patterns of the files it writes
   */
  constructor(name: string, sources: readonly string[], outputs: readonly string[]) {
    this.#path = `build/${name}.stamp`;
    this.#outputs = outputs;
    this.#sources = digest(sources);
  }

  get #state(): string {
    return `${this.#sources} ${digest(this.#outputs)}`;
  }

  get isFresh(): boolean {
    return existsSync(this.#path) && readFileSync(this.#path, "utf8") === this.#state;
  }

  /** After the step has succeeded. */
  write(): void {
    writeFileSync(this.#path, this.#state);
  }
}
