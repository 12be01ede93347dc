import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Operators } from "@sedge/testbed";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerConnector } from "./connector-keys.ts";
import { startOperators } from "./operators.ts";
import { sedgeIn } from "./sedge-command.ts";
import { SITE } from "./edge-answer.ts";

let operators: Operators;
let folder = "";
beforeAll(async () => {
  operators = await startOperators();
  folder = mkdtempSync(join(tmpdir(), "sedge-e2e-resolve-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await operators?.stop();
});

const CRM = `first_name,surname,dob,postcode
Alma,Abendroth,1950-03-12,30159
Bruno,Bielski,1961-11-02,80331
Carla,Corradini,1988-07-23,50667
Dario,Dunmore,1979-01-30,10115`;
const POS = `name,date of birth,zip
Bruno Bielsky,1961-11-02,80331
Edith Eastwick,1944-05-05,20095
Carla Corradini,1988-07-23,50667`;

const sedge = (...args: readonly string[]) => sedgeIn(folder, args);

test("links files through running operators with the same result as in-process operators", async () => {
  const secret = randomBytes(32);
  writeFileSync(join(folder, "crm.csv"), CRM);
  writeFileSync(join(folder, "pos.csv"), POS);
  writeFileSync(join(folder, "secret"), `${secret.toString("base64url")}\n`);
  const files = ["--input", "crm.csv", "--input", "pos.csv"];
  const pair = ["--endpoint", operators.edgeUrl, "--site", SITE, "--channel", "call-centre", "--key", "secret"];

  const stranger = await sedge("resolve", ...files, "--output", "there.csv", ...pair);
  expect([stranger.exitCode, stranger.note.trimEnd().split("\n").at(-1)]).toEqual([
    2,
    expect.stringMatching(/^operators-failed: unauthorised-connector: /),
  ]);
  expect(readdirSync(folder)).not.toContain("there.csv");

  await registerConnector(operators, new Uint8Array(secret));
  expect(await sedge("resolve", ...files, "--output", "there.csv", ...pair)).toMatchObject({ exitCode: 0 });
  expect(await sedge("resolve", ...files, "--output", "here.csv")).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(folder, "there.csv"), "utf8")).toBe(readFileSync(join(folder, "here.csv"), "utf8"));
});
