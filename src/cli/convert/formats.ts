/**
 * Which files `lanewise convert` knows, and how it tells them apart: by the end of their name, or by what the command line says.
 * @module
 */
import { UsageError } from "../usage.ts";

/** Formats that are read, by the end of a file's name. All but gguf are written too. */
export const formats = ["npy", "npz", "mtx", "safetensors", "gguf"] as const;

/** A file format. */
export type FileFormat = (typeof formats)[number];

/** Stands for stdin or stdout. */
export const STREAM = "-";

/** The format of a file, by `asked` (the value of `option`) or else by its name. @throws UsageError */
export function formatOf(path: string, asked: string | undefined, option: "from" | "to"): FileFormat {
  const known = option === "to" ? formats.filter((format) => format !== "gguf") : formats;
  const ending = asked ?? (path === STREAM ? undefined : /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase());
  const found = known.find((format) => format === ending);
  if (found !== undefined) return found;
  const names = known.map((format) => `.${format}`).join(", ");
  if (path === STREAM) throw new UsageError(`"-" has no name to tell the format by: give it by --${option}`);
  const written = ending === "gguf" ? "gguf is read, not written: " : "";
  throw new UsageError(`${written}"${path}": expected a name that ends in one of ${names}, or --${option}`);
}
