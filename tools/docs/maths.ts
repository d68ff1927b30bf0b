/**
 * A plugin of typedoc. Docstrings are plain text with formulas in it, so no character of theirs may mean anything to Markdown;
 * and the formula and its source stand at the head of a file, so they are added to what the file exports. Modules are called as
 * they are imported.
 * @module
 */
import { readFileSync } from "node:fs";
import type { Application, CommentDisplayPart, Reflection } from "typedoc";

const MARKS = /[*_<~[\]#|\\]/g;

/**
 * @param typedoc  the library, which is not installed where this file is checked
 * @param names    what a source is imported as
 */
export function maths(app: Application, typedoc: typeof import("typedoc"), names: ReadonlyMap<string, string>): void {
  const { Converter, ReflectionKind, CommentTag } = typedoc;
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) {
      const { comment } = reflection;
      const path = project.getSymbolIdFromReflection(reflection)?.fileName;
      if (reflection.kindOf(ReflectionKind.Module)) reflection.name = (path && names.get(path)) ?? reflection.name;
      if (!comment) continue;
      plain(comment.summary);
      for (const { content } of comment.blockTags) plain(content);
    }
    for (const reflection of Object.values(project.reflections)) {
      if (!reflection.parent?.kindOf(ReflectionKind.SomeModule)) continue;
      const file = project.getSymbolIdFromReflection(reflection)?.fileName;
      const head = file && headOf(file);
      if (!head || !reflection.kindOf(ReflectionKind.Function | ReflectionKind.Class | ReflectionKind.Variable))
        continue;
      const signatures = "signatures" in reflection ? (reflection.signatures as Reflection[] | undefined) : undefined;
      for (const { comment } of signatures ?? [reflection])
        comment?.blockTags.push(
          new CommentTag("@formulaAndSource", [{ kind: "code", text: `\`\`\`text\n${head}\n\`\`\`` }]),
        );
    }
  });
}

/** Makes text stand for itself. */
function plain(parts: CommentDisplayPart[]): void {
  for (const part of parts) if (part.kind === "text") part.text = part.text.replace(MARKS, "\\$&");
}

const heads = new Map<string, string | undefined>();

/** The text at the head of a file; nothing for the index of a folder. */
function headOf(file: string): string | undefined {
  if (!heads.has(file)) {
    const [, comment] = /^\/\*\*\n((?: \*.*\n)+?) \* @module\n \*\//.exec(readFileSync(file, "utf8")) ?? [];
    const text = comment?.replace(/^ \* ?/gm, "").trim();
    heads.set(file, /\/(index|node)\.ts$/.test(file) ? undefined : text);
  }
  return heads.get(file);
}
