// Every exported symbol and every public member of an exported class says what it is.
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";
import { files, read } from "./tree.ts";

/** The parts of a syntax tree that are looked at. */
interface Node {
  type: string;
  start: number;
  declaration?: Node | null;
  declarations?: Node[];
  id?: { name: string };
  body?: { body: Node[] };
  key?: { type: string; name?: string; value?: unknown };
  accessibility?: string;
  computed?: boolean;
  kind?: string;
  override?: boolean;
}

/** Whether the text before `start` ends with a docstring. */
const documented = (text: string, start: number): boolean =>
  /\/\*\*(?:(?!\*\/)[\s\S])+\*\/$/.test(text.slice(0, start).trimEnd());

/** Names of exported symbols, and of public members of exported classes as `Class.member`, with whether they are documented. */
function symbols(file: string): Map<string, boolean> {
  const text = read(file);
  const { body } = parseAst(text, { lang: "ts" }) as unknown as { body: Node[] };
  const found = new Map<string, boolean>();
  // Of overloads one is enough.
  const note = (name: string, start: number) => found.set(name, found.get(name) || documented(text, start));
  for (const statement of body) {
    const { declaration } = statement;
    if (!declaration || statement.type === "ExportDefaultDeclaration") continue;
    for (const { id } of declaration.declarations ?? [declaration]) if (id) note(id.name, statement.start);
    if (declaration.type !== "ClassDeclaration") continue;
    for (const member of declaration.body?.body ?? []) {
      const { key, accessibility, computed, kind, override, start } = member;
      if (!key || key.type === "PrivateIdentifier" || accessibility || computed || kind === "constructor" || override)
        continue;
      note(`${declaration.id?.name}.${key.name ?? key.value}`, start);
    }
  }
  return found;
}

const sources = files("src", ".ts").filter((file) => !file.endsWith(".d.ts"));

describe("docstrings", () => {
  test.each(sources)("%s", (file) => {
    expect([...symbols(file)].filter(([, good]) => !good).map(([name]) => name)).toEqual([]);
  });

  test("the check sees what lacks one", () => {
    const names = [...symbols("src/arrays/matrix.ts").keys()];
    expect(names).toEqual(expect.arrayContaining(["Matrix", "Matrix.zeros", "Matrix.matmul", "Matrix.data"]));
    expect(documented("/** one */\nconst x = 1;\n", 11)).toBe(true);
    expect(documented("// one\nconst x = 1;\n", 7)).toBe(false);
    expect(documented("/** one */\nconst x = 1;\nconst y = 2;", 24)).toBe(false);
  });
});
