import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSoundPackage, packedProject, run, runInstalled } from "../../connector/test/packed-project.ts";
import { SEDGE_COMMANDS } from "../src/sedge-command.ts";
import { generatedTexts } from "./generated-data.ts";
import { generatedPeople, peopleFile } from "./generated-people.ts";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "sedge-packed-"));
afterAll(() => rmSync(folder, { recursive: true }));
let project = "";
const put = (name: string, text: string) => writeFileSync(join(project, name), text);
const read = (name: string) => readFileSync(join(project, name), "utf8");
const sedge = (...args: readonly string[]) => runInstalled(project, "sedge", ...args);

beforeAll(() => {
  run(process.execPath, ["build.ts"], root);
  project = packedProject(folder, [join(root, "dist")]);
});

test("the packed command installs alone, and is sound on Node 20", () => {
  const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
  expect(installed).toEqual(["@sedge"]);
  expectSoundPackage(join(root, "dist"), join(project, "node_modules/@sedge/cli"), folder);
});

test("lists its commands without type stripping, and each shows its options", () => {
  const help = sedge("--help");
  for (const { name } of SEDGE_COMMANDS) expect(help).toContain(`  ${name} `);
  expect(sedge("push", "--help")).toContain("--channel");
});

test("trains a model of a site's own data; those that ship are trained from a clone", () => {
  put("texts.csv", generatedTexts(60, 1));
  expect(sedge("models", "train", "text", "--train", "texts.csv", "--out", "support")).toContain("support: ");
  expect(sedge("models", "eval", "support", "--test", "texts.csv", "--json")).toContain('"accuracy":');
  expect(sedge("models", "train", "--help")).toContain("Tasks: text, tabular.");
  expect(() => sedge("models", "train", "churn")).toThrow('unknown-task: there is no task "churn"');
});

test("links records and clusters points in its threads", () => {
  put("people.csv", peopleFile(generatedPeople(6, 4)));
  sedge("resolve", "--input", "people.csv", "--output", "out.csv");
  expect(read("out.csv")).toMatch(/^source,row,profile,confidence\n/);
  const points = Array.from({ length: 24 }, (_, i) => `${i % 2 === 0 ? 20 + i / 10 : 80 - i / 10}`);
  put("points.csv", ["x", ...points].join("\n"));
  const options = ["--k", "2", "--epsilon", "1", "--bounds", "0,100", "--rounds", "1", "--mode", "full"];
  sedge("cluster", "--input", "points.csv", ...options, "--output", "centres.csv");
  expect(read("centres.csv").trimEnd().split("\n").length).toBeGreaterThan(1);
});
