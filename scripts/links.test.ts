import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const documents = globSync("**/*.md", { cwd: root, exclude: ["**/node_modules", "**/dist", "**/.sedge"] }).sort();

/** The text without code, where brackets are not links. */
const prose = (text: string) => text.replaceAll(/^```.*?^```/gms, "").replaceAll(/`[^`\n]*`/g, "");

/** GitHub's anchors for a document's headings. */
function anchorsOf(text: string): string[] {
  return [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

/** Relative links of a document whose file is missing or has no such heading. */
function brokenLinks(path: string, text = read(path)): string[] {
  const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsOf(read(target)).includes(anchor);
  });
}

test("finds a link to a missing file or heading", () => {
  const text = "# A title\n[a](no.md) [b](README.md#try-it) [c](README.md#no) `[e](no.md)` [f](https://a.example)";
  expect(brokenLinks("x.md", text)).toEqual(["no.md", "README.md#no"]);
});

test.each(documents)("every relative link of %s resolves", (path) => {
  expect(brokenLinks(path)).toEqual([]);
});

test("the README has at most 200 lines", () => {
  expect(read("README.md").split("\n").length).toBeLessThanOrEqual(200);
});
