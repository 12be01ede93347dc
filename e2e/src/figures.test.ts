import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The rows of a document's table of figures, without links. Each ends with the command that reproduces it. */
const figuresIn = (path: string) =>
  read(path)
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .split("\n")
    .filter((line) => /^\| .* \| `npm run [^`]+` \|$/.test(line));

/** The number in a row of docs/figures.md. */
function stated(row: string): number {
  const line = figuresIn("docs/figures.md").find((line) => line.startsWith(`| ${row} |`));
  const figure = line?.split("|")[2]?.match(/\d[\d,]*(?:\.\d+)?/)?.[0];
  if (figure === undefined) throw new Error(`docs/figures.md has no figure for "${row}"`);
  return Number(figure.replaceAll(",", ""));
}

test("the README's eight figures are rows of docs/figures.md", () => {
  const shown = figuresIn("README.md");
  expect(shown).toHaveLength(8);
  expect(figuresIn("docs/figures.md")).toEqual(expect.arrayContaining(shown));
});

test("bytes in docs/figures.md match the build within 5 %", () => {
  const sizes = execFileSync(process.execPath, ["packages/client-sdk/size.ts"], { cwd: root, encoding: "utf8" });
  for (const [row, name] of [
    ["loader, brotli", "loader"],
    ["main-thread SDK, brotli", "page"],
    ["worker with TF.js and WebGPU, brotli", "worker with TF.js and WebGPU"],
    ["page reader, brotli", "page reader"],
  ] as const) {
    const bytes = Number(new RegExp(`^${name}: ([\\d,]+) bytes`, "m").exec(sizes)?.[1]?.replaceAll(",", ""));
    expect(Math.abs(stated(row) * 1_000 - bytes), row).toBeLessThan(bytes / 20);
  }
});

test("model figures in docs/figures.md match the model cards", () => {
  for (const [row, card, question] of [
    ["will buy in this visit, AUC", "purchase-propensity", "purchase"],
    ["reaches 3 product pages, asked after 1, AUC", "visit-depth", "reach-3 after 1"],
    ["reaches 9 product pages, asked after 3, AUC", "visit-depth", "reach-9 after 3"],
    ["reaches 15 product pages, asked after 5, AUC", "visit-depth", "reach-15 after 5"],
  ] as const) {
    const line = read(`models/${card}/MODEL_CARD.md`)
      .split("\n")
      .find((line) => line.startsWith(`| ${question} |`));
    expect(stated(row), row).toBe(Number(line?.split("|")[4]));
  }
});
