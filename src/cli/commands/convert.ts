import { once } from "node:events";
import { defineCommand } from "citty";
import { type FormatName, numberFormats } from "../../arrays/formats.ts";
import { lanewiseSync } from "../../entry/node.ts";
import { changed } from "../convert/change.ts";
import { type Content, describeItem, descriptionText } from "../convert/content.ts";
import { type FileFormat, formatOf, formats, STREAM } from "../convert/formats.ts";
import { readContent, sourceOf } from "../convert/read.ts";
import { types } from "../convert/values.ts";
import { fitted, piecesOf } from "../convert/write.ts";
import { checkTarget, writePieces } from "../draft.ts";
import { interruptible } from "../interrupt.ts";
import { progress } from "../progress.ts";
import { size } from "../text.ts";
import { integer, oneOf, UsageError } from "../usage.ts";

const quantizers = Object.keys(numberFormats) as FormatName[];

/** `lanewise convert`: one file of arrays as another. */
export const convertCommand = defineCommand({
  meta: { name: "convert", description: "Convert files of arrays: npy, npz, mtx, safetensors, and from gguf" },
  args: {
    in: { type: "positional", required: true, description: 'file to read, or "-" for stdin' },
    out: { type: "positional", required: true, description: 'file to write, or "-" for stdout' },
    from: { type: "enum", options: [...formats], description: "format of IN, by default as its name ends" },
    to: { type: "enum", options: formats.filter((name) => name !== "gguf"), description: "format of OUT, likewise" },
    name: {
      type: "string",
      valueHint: "NAME,NAME",
      description: "arrays to take, or what to call one that has no name",
    },
    type: { type: "string", valueHint: "TYPE", description: `type of the elements: ${types.join(", ")}` },
    sparse: { type: "boolean", description: "keep of a dense matrix the entries that are not 0" },
    dense: { type: "boolean", description: "write out all entries of a sparse matrix, or of codes" },
    quantize: {
      type: "string",
      valueHint: "FORMAT",
      description: `matrices as codes, to safetensors: ${quantizers.join(", ")}`,
    },
    "group-size": { type: "string", valueHint: "N", description: "columns that share a scale (Default: 128)" },
    compress: { type: "boolean", description: "deflate the arrays of an npz file" },
    force: { type: "boolean", description: "replace OUT where it is there" },
    json: { type: "boolean", description: "print JSON alone" },
  },
  run: ({ args }) =>
    interruptible(async (signal) => {
      const since = performance.now();
      const [input, output] = [args.in, args.out];
      const from = formatOf(input, args.from, "from");
      const to = formatOf(output, args.to, "to");
      const changes = changesOf(args, to);
      if (output === STREAM && args.json) throw new UsageError('option "--json": stdout is taken by the array');
      if (args.compress && to !== "npz")
        throw new UsageError(`option "--compress": expected an npz file as OUT, got ${to}`);
      const names = args.name?.split(",");
      if (output !== STREAM) checkTarget(output, args.force === true);
      const { source, bytes: size } = await sourceOf(input);
      const isChange = Object.values(changes).some((change) => change !== undefined);
      const line = progress(isChange ? 3 : 2);
      try {
        const onProgress = ({ bytes, total = size }: { bytes: number; total?: number | undefined }) =>
          line.part(total ? bytes / total : 0);
        line.step(`reading ${input}`);
        const read = await readContent(source, from, input, names, { signal, onProgress });
        const lw = lanewiseSync({ build: "simd" }); // the same bits on every host
        if (isChange) line.step("converting");
        const items: Content["items"] = new Map();
        for (const [name, item] of read.items) {
          const pause = async () => {
            await new Promise((resolve) => setTimeout(resolve));
            signal.throwIfAborted();
          };
          items.set(name, isChange ? await changed(lw, name, item, changes, pause) : item);
          line.part(items.size / read.items.size);
          await pause();
        }
        const content = fitted(lw, { items, notes: read.notes }, to);
        line.step(`writing ${output}`);
        const pieces = piecesOf(lw, content, to, args.compress === true, { signal, onProgress });
        const written =
          output === STREAM ? await toStdout(pieces, signal) : await writePieces(output, pieces, args.force === true);
        line.stop();
        if (output === STREAM) return;
        const arrays = [...content.items].map(([name, item]) => describeItem(name, item));
        const result = {
          input: { path: input, format: from, ...(size === undefined ? {} : { bytes: size }) },
          output: { path: output, format: to, bytes: written },
          arrays,
          milliseconds: performance.now() - since,
        };
        console.log(args.json ? JSON.stringify(result, null, 2) : text(result));
      } finally {
        line.stop();
        if (input === STREAM) process.stdin.destroy(); // a read of it that is under way would keep the process
      }
    }),
});

/** Command lines for the help. */
export const convertExamples = [
  ["lanewise convert A.mtx A.npz", "a sparse matrix for scipy.sparse.load_npz"],
  ["lanewise convert A.npy A.mtx --sparse", "the entries that are not 0"],
  ["lanewise convert data.npz X.npy --name X --type f32", "one array of several, in f32"],
  ["lanewise convert model.safetensors small.safetensors --quantize nf4 --group-size 64", "4-bit weights"],
  ["lanewise convert model.gguf w.npy --name output.weight", "a tensor of a model, dense"],
  ["curl -s ADDRESS | lanewise convert - A.npy --from mtx", "from stdin"],
] as const;

interface Given {
  type?: string | undefined;
  sparse?: boolean | undefined;
  dense?: boolean | undefined;
  quantize?: string | undefined;
  "group-size"?: string | undefined;
}

/** The changes asked for. @throws UsageError for those that do not go together */
function changesOf(args: Given, to: FileFormat) {
  const { type, sparse, dense, quantize } = args;
  if (sparse && dense) throw new UsageError('options "--sparse" and "--dense": expected one of them, got both');
  if (sparse && quantize) throw new UsageError('options "--sparse" and "--quantize": expected one of them, got both');
  if (sparse && to === "npy")
    throw new UsageError('option "--sparse": expected npz, mtx or safetensors as OUT, got npy');
  if (quantize && to !== "safetensors")
    throw new UsageError(`option "--quantize": expected a safetensors file as OUT, got ${to}`);
  if (type === "bf16" && (to === "npy" || to === "npz"))
    throw new UsageError('option "--type": expected a type that NumPy has, got "bf16"');
  const given = args["group-size"];
  if (given !== undefined && !quantize) throw new UsageError('option "--group-size" needs --quantize');
  const groupSize = given === undefined ? undefined : integer("group-size", given, 32);
  if (groupSize !== undefined && groupSize % 32 !== 0)
    throw new UsageError(`option "--group-size": expected a multiple of 32, got "${given}"`);
  return {
    type: type === undefined ? undefined : oneOf("type", type, types),
    layout: sparse ? ("sparse" as const) : dense ? ("dense" as const) : undefined,
    quantize: quantize === undefined ? undefined : oneOf("quantize", quantize, quantizers),
    groupSize,
  };
}

async function toStdout(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  let bytes = 0;
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, "drain", { signal });
    bytes += piece.length;
  }
  return bytes;
}

function text({
  output,
  arrays,
}: {
  output: { path: string; bytes: number };
  arrays: ReturnType<typeof describeItem>[];
}): string {
  const shown = arrays.slice(0, 20).map(descriptionText);
  const more = arrays.length > shown.length ? [`and ${arrays.length - shown.length} more`] : [];
  return [`${output.path}, ${size(output.bytes)}`, ...[...shown, ...more].map((line) => `  ${line}`)].join("\n");
}
