/**
 * Pieces of text cut at line ends: a piece's own lines pass as they are, only the line across two pieces is copied.
 * @module
 */
import { FormatError } from "../errors.ts";

/** The format's own limit is 1024 characters; comments are given more. */
const LONGEST = 1 << 16;
const NEWLINE = 10;

/** Blocks of whole lines; a newline is added to the last line if it has none. @throws FormatError for a line beyond measure */
export async function* blocksOfLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const held = new Uint8Array(LONGEST + 1);
  let length = 0;
  const hold = (bytes: Uint8Array) => {
    if (length + bytes.length > LONGEST)
      throw new FormatError("Matrix Market", {}, `lines of at most ${LONGEST} bytes`, "a longer one");
    held.set(bytes, length);
    length += bytes.length;
  };
  for await (const chunk of chunks) {
    let start = 0;
    if (length > 0) {
      start = chunk.indexOf(NEWLINE) + 1;
      if (start > 0) {
        hold(chunk.subarray(0, start));
        yield held.subarray(0, length);
        length = 0;
      }
    }
    const end = Math.max(start, chunk.lastIndexOf(NEWLINE) + 1);
    if (end > start) yield chunk.subarray(start, end);
    hold(chunk.subarray(end));
  }
  if (length === 0) return;
  held[length] = NEWLINE;
  yield held.subarray(0, length + 1);
}
