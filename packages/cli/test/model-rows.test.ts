import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, expect, test } from "vitest";
import { MODELS_FOLDER } from "../src/lib/models/models-usage.ts";
import { sedgeHere } from "./sedge.ts";

const place = mkdtempSync(join(tmpdir(), "sedge-rows-"));
afterAll(() => rmSync(place, { recursive: true }));
const model = join(MODELS_FOLDER, "intent-general");
const put = (name: string, content: string) => {
  writeFileSync(join(place, name), content);
  return join(place, name);
};

test("predict returns every row with its line and its cells, also without a text and in another language", async () => {
  const input = put("in.csv", "id,body\n7,what is my balance\n8,\n9,Ich möchte mein Geld zurück\n");
  const output = join(place, "out.csv");
  const { exitCode } = await sedgeHere(
    "models",
    "predict",
    model,
    "--input",
    input,
    "--output",
    output,
    "--text",
    "body",
  );
  expect(exitCode).toBe(0);
  const [head, ...rows] = parse(readFileSync(output, "utf8"));
  expect(head?.slice(0, 6)).toEqual(["row", "id", "body", "label", "probability", "outOfScope"]);
  expect(rows.map((cells) => cells.slice(0, 4))).toEqual([
    ["2", "7", "what is my balance", "balance"],
    ["3", "8", "", "oos"],
    ["4", "9", "Ich möchte mein Geld zurück", "language-not-supported"],
  ]);
});

test("eval rejects a table without a row in scope, and names every bad row", async () => {
  const nothing = put("oos.csv", "text,label\nsing a song,oos\nfly to mars,oos\n");
  expect(await sedgeHere("models", "eval", model, "--test", nothing)).toMatchObject({
    exitCode: 2,
    note: expect.stringMatching(/^nothing-in-scope: /),
  });
  const bad = put("bad.csv", "body,intent\nhow much do I have,BALANCE\n,x\nhi,y\n");
  const args = ["models", "eval", model, "--test", bad, "--text", "body", "--label", "intent"];
  const { exitCode, note } = await sedgeHere(...args);
  expect([exitCode, note.split("\n").length]).toEqual([2, 3]);
  expect(note).toContain('the model has no class "BALANCE"; it has "balance", which --merge-labels accepts.');
  const merged = await sedgeHere(...args, "--merge-labels", "--skip-bad", "--json");
  expect(JSON.parse(merged.out)).toMatchObject({ rows: 1, inScope: 1, outOfScope: 0 });
  expect(merged.note.split("\n").every((line) => line.startsWith("skipped: unknown-label: "))).toBe(true);
});
