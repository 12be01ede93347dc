import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { errorsDoc } from "../../scripts/errors-doc.ts";

const root = join(import.meta.dirname, "..", "..");
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
function brokenLinks(path: string): string[] {
  const links = [...prose(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsOf(read(target)).includes(anchor);
  });
}

test("docs/errors.md matches the output of `npm run fix`", () => {
  expect(read("docs/errors.md")).toBe(errorsDoc());
});

test.each(documents)("every relative link of %s resolves", (path) => {
  expect(brokenLinks(path)).toEqual([]);
});

test.each(documents)("every npm script that %s names exists", (path) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...read(path).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))/g)].map(([, run, short]) => run ?? short);
  expect(named.filter((name) => !Object.hasOwn(scripts, String(name)))).toEqual([]);
});

/** Examples in package READMEs that contain assertions. */
const examples = documents.flatMap((path) => {
  const [, folder] = /^(packages\/[\w-]+)\/README\.md$/.exec(path) ?? [];
  const blocks = [...read(path).matchAll(/^```ts\n(import assert .*?)^```/gms)].map(([, code = ""]) => code);
  return folder === undefined ? [] : blocks.map((code) => ({ folder, code }));
});

test.each(examples)("the example in the README of $folder runs", async ({ folder, code }) => {
  // Runs in the package's folder, so that imports resolve as in its own code.
  const run = ["--input-type=module-typescript", "--eval", code];
  await promisify(execFile)(process.execPath, run, { cwd: join(root, folder) });
});
