/**
 * A file that is written by pieces and is there whole or not at all, a former one as it was.
 * @module
 */
import { rmSync, statSync } from "node:fs";
import { open, realpath, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Whether a file can be written. @throws Error where its folder is not there, where it is something else, or where it is there and may not be replaced */
export function checkTarget(path: string, mayReplace: boolean): void {
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`"${dirname(path)}": there is no such folder`);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Error(`"${path}" is there and is not a plain file`);
  if (found && !mayReplace) throw new Error(`"${path}" is there already: add --force to replace it`);
}

/**
 * Writes pieces beside the file and gives it its name at the end. Whatever ends the process in between, but for a kill that it
 * does not see, takes away what was written.
 * @returns bytes written
 */
export async function writePieces(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  mayReplace: boolean,
): Promise<number> {
  checkTarget(path, mayReplace);
  const target = statSync(path, { throwIfNoEntry: false }) ? await realpath(path) : path;
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  const remove = () => rmSync(draft, { force: true });
  process.on("exit", remove);
  try {
    const file = await open(draft, "wx");
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        await file.writeFile(piece);
        bytes += piece.length;
      }
    } finally {
      await file.close();
    }
    checkTarget(path, mayReplace);
    await rename(draft, target);
    return bytes;
  } finally {
    remove();
    process.off("exit", remove);
  }
}
