import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generatedRecords } from "./generated-data.ts";
import { sedge, sedgeHere } from "./sedge.ts";

let place = "";
let model = "";
beforeAll(async () => {
  model = join(mkdtempSync(join(tmpdir(), "sedge-model-")), "members");
  const records = join(model, "..", "records.csv");
  writeFileSync(records, generatedRecords(120, 1));
  await sedgeHere("models", "train", "tabular", "--train", records, "--label", "left", "--out", model);
});
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "sedge-bad-"));
  return () => rmSync(place, { recursive: true });
});
afterAll(() => rmSync(join(model, ".."), { recursive: true }));

/** Runs calls on files with these contents, and checks that nothing was written. Paths are shown without the folder. */
async function refusal(files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
  const paths = args.map((arg) => (/\.csv$|^out/.test(arg) ? join(place, arg) : arg));
  const { exitCode, out, note } = await sedgeHere("models", ...paths);
  expect(readdirSync(place).toSorted()).toEqual(Object.keys(files).toSorted());
  expect([exitCode, out]).toEqual([2, ""]);
  return note.replaceAll(`${place}/`, "").replaceAll(model, "DIR");
}

const text = (rows: string) => ({ "in.csv": `text,label\n${rows}` });
const trainText = ["train", "text", "--train", "in.csv", "--out", "out"] as const;
const trainTabular = ["train", "tabular", "--train", "in.csv", "--label", "left", "--out", "out"] as const;

describe("training rejects, and writes nothing", () => {
  test.each([
    ["a missing file", {}, trainText, "missing-file: there is no file in.csv."],
    ["an empty file", { "in.csv": "" }, trainText, "empty-file: in.csv is empty."],
    [
      "a missing column",
      { "in.csv": "txt,label\nhi,a\n" },
      trainText,
      'missing-column: in.csv, row 1, has no column "text"; it has "txt", "label".',
    ],
    [
      "one class",
      text("hi,a\nho,a\nwho am I,oos\n"),
      trainText,
      'one-class: in.csv, row 2, column "label" and below: only the class "a", and two are required.',
    ],
    ["an empty label", text("hi,a\nho,\n"), trainText, 'missing-value: in.csv, row 3, column "label" is empty.'],
    ["an empty text", text('hi,a\n" ",b\n'), trainText, 'missing-value: in.csv, row 3, column "text" is empty.'],
    [
      "too few rows",
      text("hi,a\nho,b\n"),
      trainText,
      "too-few-rows: in.csv, row 2 and below: no label has rows enough to set one aside; rows that are alike count once.",
    ],
    [
      "mixed encodings",
      { "in.csv": Buffer.concat([Buffer.from("text,label\nça va,a\n"), Buffer.from("déjà vu,b\n", "latin1")]) },
      trainText,
      'broken-encoding: in.csv, line 3, column "text", is not UTF-8.',
    ],
    [
      "a line of 10 MB",
      text(`hi,a\n${"ho ".repeat(3_500_000)},b\n`),
      trainText,
      'too-long: in.csv, line 3, column "text": the row is longer than 1048576 bytes.',
    ],
    [
      "a ragged row",
      text("hi,a\nho,b,c\n"),
      trainText,
      "ragged-row: in.csv, line 3, column 3: the row has 3 cells, the header 2.",
    ],
    [
      "NaN",
      { "in.csv": "rides,left\n1,yes\nNaN,no\n3,no\n" },
      trainTabular,
      'not-a-number: in.csv, row 3, column "rides": "NaN" is not a finite number; leave the cell empty for a missing value.',
    ],
    [
      "Infinity, also as a number too large",
      { "in.csv": "rides,left\n1,yes\n2,no\n3e999,no\n" },
      trainTabular,
      'not-a-number: in.csv, row 4, column "rides": "3e999" is not a finite number; leave the cell empty for a missing value.',
    ],
    [
      "a slip in a column of numbers",
      { "in.csv": `rides,left\n${"1,yes\n2,no\n".repeat(10)}l0,no\n` },
      trainTabular,
      'not-a-number: in.csv, row 22, column "rides": "l0" is not a finite number; leave the cell empty for a missing value.',
    ],
    [
      "a label column that is not there",
      { "in.csv": "rides,gone\n1,yes\n" },
      trainTabular,
      'missing-column: in.csv, row 1, has no column "left"; it has "rides", "gone".',
    ],
    [
      "nothing beside the label",
      { "in.csv": "left\nyes\nno\n" },
      trainTabular,
      'missing-column: in.csv, row 1, has no column besides "left".',
    ],
    [
      "columns that say nothing",
      { "in.csv": `shop,left\n${Array.from({ length: 40 }, (_, i) => `shop ${i},${i % 2}\n`).join("")}` },
      trainTabular,
      "unfit-rows",
    ],
    [
      "a label that only the test has",
      { ...text("hi,a\nhello,a\nhey,a\nho,b\nhu,b\nhm,b\n"), "t.csv": "text,label\nhi,c\n" },
      [...trainText, "--test", "t.csv"],
      'unknown-label: t.csv, row 2, column "label": no training row has "c".',
    ],
    ["an unknown task", {}, ["train", "guess"], /^unknown-task: there is no task "guess"; the tasks are text, tabular/],
    ["no task", {}, ["train"], "bad-call: an argument is missing: the task; see --help."],
    [
      "an unknown option",
      {},
      [...trainText, "--epochs", "3"],
      "unknown-option: --epochs is not an option of this command; see --help.",
    ],
    ["an option without a value", {}, ["train", "text", "--train"], "bad-option: --train needs a value."],
    ["a seed that is none", text("hi,a\n"), [...trainText, "--seed", "-1"], /^bad-option: --seed /],
    ["no data", {}, ["train", "text", "--out", "out"], "bad-option: --train is required: text has no data of its own."],
  ])("%s", async (_, files, args, sentence) => {
    const message = await refusal(files, ...args);
    if (sentence instanceof RegExp) expect(message).toMatch(sentence);
    else if (sentence.includes(" ")) expect(message).toBe(sentence);
    else expect(message.split("\n").at(-1)).toMatch(new RegExp(`^${sentence}: in\\.csv: .*\\.$`));
  });

  test("a folder that is not a model, or contains other files, which stay unchanged", async () => {
    const out = join(place, "out");
    mkdirSync(out);
    writeFileSync(join(out, "thesis.txt"), "years of work");
    writeFileSync(join(place, "in.csv"), generatedRecords(40, 1));
    const args = ["models", "train", "tabular", "--train", join(place, "in.csv"), "--label", "left", "--out"];
    expect(await sedgeHere(...args, out)).toMatchObject({
      exitCode: 2,
      note: expect.stringMatching(/^foreign-folder: /),
    });
    expect(readFileSync(join(out, "thesis.txt"), "utf8")).toBe("years of work");
    const mixed = join(place, "mixed");
    cpSync(model, mixed, { recursive: true });
    writeFileSync(join(mixed, "notes.txt"), "mine");
    expect((await sedgeHere(...args, mixed)).note).toMatch(/^foreign-folder: /);
    expect((await sedgeHere(...args, join(place, "in.csv"))).note).toMatch(/^foreign-folder: /);
  });
});

describe("evaluation and prediction reject", () => {
  const rows = generatedRecords(6, 9);

  test.each([
    ["a folder that is not there", "eval", {}, ["out", "--test", "t.csv"], "missing-file: there is no folder out."],
    [
      "a number that is none",
      "eval",
      { "t.csv": "rides,years,plan,left\n3,1,city,no\n3,inf,city,no\n" },
      ["DIR", "--test", "t.csv"],
      'not-a-number: t.csv, row 3, column "years": "inf" is not a finite number; leave the cell empty for a missing value.',
    ],
    [
      "a label that the model does not know",
      "eval",
      { "t.csv": "rides,years,plan,left\n3,1,city,no\n3,2,city,maybe\n" },
      ["DIR", "--test", "t.csv"],
      'unknown-label: t.csv, row 3, column "left": the model has no class "maybe".',
    ],
    [
      "out of scope where nothing is",
      "eval",
      { "t.csv": "rides,years,plan,left\n3,1,city,oos\n" },
      ["DIR", "--test", "t.csv"],
      'unknown-label: t.csv, row 2, column "left": the model has no class "oos".',
    ],
    [
      "a column of the model that is missing",
      "predict",
      { "t.csv": "rides,plan\n3,city\n" },
      ["DIR", "--input", "t.csv", "--output", "out.csv"],
      'missing-column: t.csv, row 1, has no column "years"; it has "rides", "plan".',
    ],
    ["no test", "eval", {}, ["DIR"], "bad-option: --test is required."],
    [
      "an unexpected argument",
      "eval",
      { "t.csv": rows },
      ["DIR", "other", "--test", "t.csv"],
      'bad-call: unexpected argument "other".',
    ],
    [
      "an output that is the input",
      "predict",
      { "t.csv": rows },
      ["DIR", "--input", "t.csv", "--output", "t.csv"],
      "bad-option: --output names the input t.csv, which would be overwritten.",
    ],
  ])("%s", async (_, command, files, args, sentence) => {
    expect(await refusal(files, command, ...args.map((arg) => (arg === "DIR" ? model : arg)))).toBe(sentence);
  });

  test.each([
    ["nothing", "manifest.json", undefined, /^not-a-model: .* is not a model: it has no readable manifest\.json\.$/],
    ["no JSON", "manifest.json", "{", /^not-a-model: .*: it is not JSON\.$/],
    ["another manifest", "manifest.json", '{"kind":"tabular"}', /^not-a-model: .*: name is not as it has to be\.$/],
    ["no weights", "weights.bin", undefined, /^wrong-weights: .* has no weights\.bin, which its manifest names\.$/],
    ["short weights", "weights.bin", "short", /^wrong-weights: .* has 5 bytes, but its manifest states \d+\.$/],
  ])("a model folder with %s", async (_, file, content, sentence) => {
    const broken = join(place, "broken");
    cpSync(model, broken, { recursive: true });
    if (content === undefined) rmSync(join(broken, file));
    else writeFileSync(join(broken, file), content);
    writeFileSync(join(place, "t.csv"), rows);
    expect(await sedgeHere("models", "eval", broken, "--test", join(place, "t.csv"))).toMatchObject({
      exitCode: 2,
      note: expect.stringMatching(sentence),
    });
  });

  test("weights with one wrong bit", async () => {
    const broken = join(place, "broken");
    cpSync(model, broken, { recursive: true });
    const weights = readFileSync(join(broken, "weights.bin"));
    writeFileSync(join(broken, "weights.bin"), weights.with(9, (weights[9] ?? 0) ^ 1));
    writeFileSync(join(place, "t.csv"), rows);
    const { note } = await sedgeHere(
      "models",
      "predict",
      broken,
      "--input",
      join(place, "t.csv"),
      "--output",
      join(place, "o"),
    );
    expect(note).toMatch(/^wrong-weights: .*weights\.bin does not have the SHA-256 that its manifest states\.$/);
    expect(existsSync(join(place, "o"))).toBe(false);
  });
});

describe("the process", () => {
  test("resolves paths from the folder in which npm was called", () => {
    const root = join(import.meta.dirname, "..", "..", "..");
    const args = [join(root, "scripts", "sedge.ts"), "models", "eval", "members", "--test", "records.csv", "--json"];
    const env = { ...process.env, INIT_CWD: join(model, "..") };
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ oosRecall: null });
  });

  test("exits with 2 and one line on stderr", () => {
    expect(sedge(place, "models", "eval", "nowhere", "--test", "t.csv", "--json")).toEqual({
      exitCode: 2,
      out: "",
      note: "missing-file: there is no folder nowhere.\n",
    });
  });

  test.each([[[]], [["--help"]], [["models"]], [["models", "--help"]], [["models", "train", "--help"]]])(
    "prints help: %s",
    (args) => {
      const { exitCode, out, note } = sedge(place, ...args);
      expect([exitCode, note]).toEqual([0, ""]);
      expect(out).toMatch(/^sedge /);
    },
  );

  test("rejects an unknown command", async () => {
    expect(await sedgeHere("fly")).toMatchObject({
      exitCode: 2,
      note: 'bad-call: there is no command "sedge fly"; the commands are models, resolve, cluster, verify, log, tag, witness, push, contribute, landing-links, migrate-keys, clusters, connector-key, login-key, erasure-requests, receipts, verify-receipts and retention.',
    });
    expect((await sedgeHere("models", "fly")).note).toBe(
      'bad-call: there is no command "sedge models fly"; the commands are train, eval and predict.',
    );
  });
});
