import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generatedRecords, generatedTexts } from "./generated-data.ts";
import { type CommandResult, sedge } from "./sedge.ts";

const FILES = ["MODEL_CARD.md", "manifest.json", "reliability.svg", "vectors.json", "weights.bin"];
const FIGURES = [
  "rows",
  "inScope",
  "outOfScope",
  "otherLanguage",
  "accuracy",
  "macroF1",
  "mcc",
  "auc",
  "averagePrecision",
  "ece",
  "oosRecall",
  "oosAuroc",
  "bytes",
  "msPerRow",
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-models-"));
  writeFileSync(join(folder, "texts.csv"), generatedTexts(160, 1));
  writeFileSync(join(folder, "more-texts.csv"), generatedTexts(80, 2));
  writeFileSync(join(folder, "records.csv"), generatedRecords(300, 1));
  writeFileSync(join(folder, "more-records.csv"), generatedRecords(200, 2));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");
const hashOf = (...path: string[]) =>
  createHash("sha256")
    .update(readFileSync(join(folder, ...path)))
    .digest("hex");
const figuresOf = ({ out }: CommandResult) => {
  expect(out.endsWith("}\n") && out.indexOf("\n") === out.length - 1).toBe(true);
  const parsed: unknown = JSON.parse(out);
  if (typeof parsed !== "object" || parsed === null) throw new TypeError("no figures");
  return new Map<string, unknown>(Object.entries(parsed));
};
const predictions = (file: string): string[][] => parse(read(file));

describe("a site's own texts", () => {
  let trained: CommandResult;
  beforeAll(() => {
    trained = sedge(folder, "models", "train", "text", "--train", "texts.csv", "--out", "support", "--seed", "5");
  }, 300_000);

  test("become a model with one command, with progress and the split on stderr", () => {
    expect(trained.exitCode).toBe(0);
    expect(readdirSync(join(folder, "support")).toSorted()).toEqual(FILES);
    expect(trained.note).toMatch(/rows to learn from \(texts\.csv\), cross-fitting to choose by, \d+ to measure on/);
    expect(trained.note).toMatch(/expected time: about \d+ (?:s|min); languages: en\.\n[\s\S]*support \[/);
    expect(trained.note).toMatch(/support \[#+-+\] \d0 %, \d+ s left: /);
    expect(trained.out).toMatch(/accuracy +[01]\.\d{4}/);
  });

  test("the card has the printed figures", () => {
    const accuracy = /accuracy +(\S+)/.exec(trained.out)?.[1];
    expect(read("support", "MODEL_CARD.md")).toContain(`| accuracy | ${accuracy} |`);
    expect(read("support", "MODEL_CARD.md")).toContain("Classes: `hours`, `refund`, `track`.");
  });

  test("no training text is in the files that a site publishes", () => {
    const [, ...rows] = parse(read("texts.csv"), { columns: false });
    const published = FILES.map((file) => read("support", file)).join("\n");
    for (const [text] of rows) expect(published).not.toContain(text);
  });

  test("are classified on other sentences, and out-of-scope sentences are rejected", () => {
    const measured = sedge(folder, "models", "eval", "support", "--test", "more-texts.csv", "--json");
    const figures = figuresOf(measured);
    expect([...figures.keys()]).toEqual(FIGURES);
    expect(["rows", "inScope", "outOfScope"].map((name) => figures.get(name))).toEqual([80, 60, 20]);
    expect(figures.get("accuracy")).toBeGreaterThan(0.9);
    expect(figures.get("oosRecall")).toBeGreaterThan(0.8);
    expect(figures.get("oosAuroc")).toBeGreaterThan(0.95);
    expect(figures.get("bytes")).toBeLessThanOrEqual(1_048_576);
    expect(figures.get("bytes")).toBe(readFileSync(join(folder, "support", "weights.bin")).length);
  });

  test("prints a table with the confusion matrix", () => {
    const { out } = sedge(folder, "models", "eval", "support", "--test", "more-texts.csv");
    expect(out).toMatch(/^support: 3 classes, 80 rows of more-texts\.csv\n/);
    expect(out).toMatch(/Confusion \(rows: actual, columns: predicted\):\n +hours +refund +track/);
  });

  test("get one line of predictions each, in order", () => {
    const { exitCode } = sedge(
      folder,
      "models",
      "predict",
      "support",
      "--input",
      "more-texts.csv",
      "--output",
      "p.csv",
    );
    expect(exitCode).toBe(0);
    const [head, ...rows] = predictions("p.csv");
    const answered = ["label", "probability", "outOfScope", "p:hours", "p:refund", "p:track"];
    expect(head).toEqual(["row", "text", "input:label", ...answered]);
    const asked = parse(read("more-texts.csv")).slice(1);
    expect(rows.map(([row, text, label]) => [row, text, label])).toEqual(
      asked.map(([text, label], index) => [String(index + 2), text, label]),
    );
    expect(rows.filter((row) => row[3] === row[2]).length).toBeGreaterThan(rows.length * 0.9);
    for (const [, , , label, probability, score, ...classes] of rows) {
      const numbers = classes.map(Number);
      expect(numbers.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
      expect(Number(probability)).toBe(label === "oos" ? Number(score) : Math.max(...numbers));
    }
  });

  test("train the same weights again, and other weights with another seed", { timeout: 600_000 }, () => {
    const { exitCode } = sedge(
      folder,
      "models",
      "train",
      "text",
      "--train",
      "texts.csv",
      "--out",
      "again",
      "--seed",
      "5",
    );
    expect(exitCode).toBe(0);
    expect(hashOf("again", "weights.bin")).toBe(hashOf("support", "weights.bin"));
    expect(read("again", "vectors.json").replace("again", "support")).toBe(read("support", "vectors.json"));
  });
});

describe("a site's own records", () => {
  let trained: CommandResult;
  const train = (out: string, seed: string) =>
    sedge(
      folder,
      "models",
      "train",
      "tabular",
      "--train",
      "records.csv",
      "--label",
      "left",
      "--out",
      out,
      "--seed",
      seed,
    );
  beforeAll(() => {
    trained = train("members", "3");
  }, 300_000);

  test("become a model that is better than chance on others", () => {
    expect(trained.exitCode).toBe(0);
    expect(readdirSync(join(folder, "members")).toSorted()).toEqual(FILES);
    const figures = figuresOf(sedge(folder, "models", "eval", "members", "--test", "more-records.csv", "--json"));
    expect([...figures.keys()]).toEqual(FIGURES);
    expect(figures.get("auc")).toBeGreaterThan(0.85);
    expect(figures.get("mcc")).toBeGreaterThan(0.4);
    expect([figures.get("oosRecall"), figures.get("oosAuroc")]).toEqual([null, null]);
  });

  test("get a prediction each, without the label column", () => {
    writeFileSync(join(folder, "ask.csv"), "plan,years,rides\nrace,,0\ncity,7.5,29\n");
    const { exitCode } = sedge(
      folder,
      "models",
      "predict",
      "members",
      "--input",
      "ask.csv",
      "--output",
      "predicted.csv",
    );
    expect(exitCode).toBe(0);
    const [head, ...rows] = predictions("predicted.csv");
    expect(head).toEqual(["row", "plan", "years", "rides", "label", "probability", "outOfScope", "p:no", "p:yes"]);
    expect(rows.map(([row, plan, , , label, , score]) => [row, plan, label, score])).toEqual([
      ["2", "race", "yes", ""],
      ["3", "city", "no", ""],
    ]);
  });

  test("train the same weights again, and other weights with another seed", { timeout: 600_000 }, () => {
    const first = hashOf("members", "weights.bin");
    train("members", "3");
    expect(hashOf("members", "weights.bin")).toBe(first);
    train("members", "4");
    expect(hashOf("members", "weights.bin")).not.toBe(first);
    expect(readdirSync(folder).filter((name) => name.includes("sedge-"))).toEqual([]);
  });
});
