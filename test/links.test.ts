// Every relative link of the README and the guides leads to a file that is there, and to a heading that is in it.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { files } from "./tree.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...["docs", "bench", "data", "examples"]
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => files(folder, ".md")),
].filter((page) => !page.includes("node_modules"));

/** The text without blocks and spans of code. */
const prose = (text: string): string => text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "code");

/** Where the links of a page lead, those to other sites left out. */
const linksOf = (text: string): string[] =>
  [...prose(text).matchAll(/\]\(<?([^)>\s]+)>?(?:\s+"[^"]*")?\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/i.test(target));

/** The anchors that GitHub and npm give to the headings of a page. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...text.replace(/^```.*?^```/gms, "").matchAll(/^#{1,6} (.+)$/gm)].map(
    ([, heading = ""]) => heading,
  );
  return new Set(
    headings.map((heading) => {
      const plain = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .toLowerCase()
        .trim();
      const slug = plain.replace(/[^\p{L}\p{N}\p{M}\- _]/gu, "").replace(/ /g, "-");
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** What is wrong with the links of a page. */
function faults(page: string, text: string): string[] {
  return linksOf(text).flatMap((target) => {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? join(root, page) : join(root, dirname(page), decodeURIComponent(path));
    if (relative(root, file).startsWith("..")) return [`${target}: outside the project`];
    if (!existsSync(file)) return [`${target}: no such file`];
    if (anchor === undefined) return [];
    if (!statSync(file).isFile() || !file.endsWith(".md")) return [`${target}: an anchor in what is no page`];
    const whole = path === "" ? text : readFileSync(file, "utf8");
    return anchorsOf(whole).has(anchor) ? [] : [`${target}: no such heading`];
  });
}

describe("links", () => {
  test.each(pages)("%s", (page) => {
    expect(faults(page, readFileSync(join(root, page), "utf8"))).toEqual([]);
  });

  test("there are some", () => {
    expect(pages.length).toBeGreaterThan(12);
    expect(linksOf(readFileSync(join(root, "README.md"), "utf8")).length).toBeGreaterThan(10);
  });

  test("the check sees a link that leads nowhere", () => {
    const text =
      "# One `two`, three\n[a](docs/io.md) [b](docs/io.md#reading) [c](#one-two-three)\n```\n[x](no)\n```\n`[y](no)`";
    expect(faults("README.md", text)).toEqual([]);
    expect(faults("README.md", "[a](docs/no.md) [b](docs/io.md#no) [c](#no) [d](../no.md)")).toHaveLength(4);
  });
});
