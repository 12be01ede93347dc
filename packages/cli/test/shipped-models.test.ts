import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import * as v from "valibot";
import { afterAll, expect, test, vi } from "vitest";
import { csvLine } from "@sedge/connector/rows";
import { MODELS_FOLDER } from "../src/lib/models/models-usage.ts";
import { SHIPPED_TASKS } from "../src/lib/models/shipped-tasks.ts";
import { sedge, sedgeHere } from "./sedge.ts";

const Cells = v.record(v.string(), v.nullable(v.union([v.string(), v.number()])));
const Vectors = v.object({
  tolerance: v.number(),
  vectors: v.array(
    v.object({
      features: v.optional(Cells),
      row: v.optional(Cells),
      text: v.optional(v.string()),
      probabilities: v.array(v.number()),
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), "sedge-shipped-"));
afterAll(() => rmSync(folder, { recursive: true }));
const models = SHIPPED_TASKS.filter((name) => existsSync(join(MODELS_FOLDER, name, "manifest.json")));

test.each(models)("the command gives the answers of %s's vectors", async (name) => {
  const model = join(MODELS_FOLDER, name);
  const { vectors, tolerance } = v.parse(Vectors, JSON.parse(readFileSync(join(model, "vectors.json"), "utf8")));
  const rows = vectors.map(({ features, row, text }) => features ?? row ?? { text: text ?? null });
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => csvLine([...columns.map((column) => String(row[column] ?? "")), "kept"]));
  const [input, output] = [join(folder, `${name}.csv`), join(folder, `${name}.out.csv`)];
  writeFileSync(input, [csvLine([...columns, "note"]), ...lines, ""].join("\n"));
  expect(await sedgeHere("models", "predict", model, "--input", input, "--output", output)).toMatchObject({
    exitCode: 0,
    note: "",
  });
  const [, ...predicted] = parse(readFileSync(output, "utf8"));
  expect(predicted.length).toBe(vectors.length);
  vectors.forEach(({ probabilities }, index) => {
    const found = (predicted[index] ?? []).slice(columns.length + 5).map(Number);
    expect(found.length).toBe(probabilities.length);
    probabilities.forEach((p, at) => expect(Math.abs((found[at] ?? Number.NaN) - p)).toBeLessThan(tolerance));
  });
});

test("a shipped model is not trained without its data, and nothing is written", () => {
  vi.stubEnv("SEDGE_DATA", join(folder, "nowhere"));
  const out = join(folder, "again");
  const { exitCode, note } = sedge(folder, "models", "train", "codebook-prior", "--out", out);
  vi.unstubAllEnvs();
  expect(exitCode).toBe(2);
  expect(note).toMatch(/^no-data: the public data of codebook-prior are not in the folder that SEDGE_DATA names\.$/m);
  expect(readdirSync(folder).filter((name) => !name.endsWith(".csv"))).toEqual([]);
});

test("a shipped model has its own data and seed", async () => {
  const { exitCode, note } = await sedgeHere("models", "train", "churn", "--seed", "2");
  expect([exitCode, note]).toEqual([2, "bad-option: --seed is for text and tabular; churn has its own data and seed."]);
});
