import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMAND_ERRORS } from "../../connector/src/lib/command-error-advice.ts";
import { SEDGE_COMMANDS } from "../src/sedge-command.ts";
import { sedgeHere } from "./sedge.ts";

const place = mkdtempSync(join(tmpdir(), "sedge-wrong-"));
afterAll(() => rmSync(place, { recursive: true }));
const at = (name: string) => join(place, name);

const OPERATORS = {
  channel: "shop-till",
  site: "demo",
  // Nothing listens there.
  endpoint: "http://localhost:1",
  key: at("good.key"),
};
const LOG_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
/** A call of each command in which nothing is wrong before a request is sent. `""`: the positional argument. */
const CALLS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "models train": { "": "text", train: at("texts.csv"), out: at("model") },
  "models eval": { "": at("folder"), test: at("texts.csv") },
  "models predict": { "": at("folder"), input: at("texts.csv"), output: at("out.csv") },
  resolve: { input: at("people.csv"), output: at("out.csv") },
  cluster: { input: at("points.csv"), output: at("out.csv"), k: "1", epsilon: "1" },
  push: { ...OPERATORS, file: at("people.csv"), state: at("new.state") },
  contribute: { ...OPERATORS, state: at("new.state") },
  "landing-links": { ...OPERATORS, file: at("people.csv"), output: at("out.csv"), state: at("good.state") },
  "migrate-keys": { ...OPERATORS, file: at("people.csv") },
  clusters: { ...OPERATORS, output: at("out.ndjson") },
  "connector-key": { "": at("good.key") },
  "login-key": { "": at("good.key"), endpoint: "http://localhost:1", site: "demo", "admin-key": at("admin.key") },
  "erasure-requests": { endpoint: "http://localhost:1", site: "demo", "admin-key": at("admin.key") },
  receipts: { endpoint: "http://localhost:1", site: "demo", "admin-key": at("admin.key"), policy: "0".repeat(64) },
  "verify-receipts": { "": at("admin.key"), tokens: at("admin.key") },
  retention: { endpoint: "http://localhost:1", site: "demo" },
  "verify generation": { "": "http://localhost:1", site: "demo" },
  "log key": { "": at("good.key") },
  tag: {
    "": at("sdk"),
    "log-key": LOG_KEY,
    src: "http://localhost:1/sedge.js",
    site: "demo",
    endpoint: "http://localhost:1",
    policy: "1",
    "policy-file": at("people.csv"),
  },
  "log verify": { "": "http://localhost:1", "log-key": LOG_KEY },
  "log watch": { "": "http://localhost:1", "log-key": "none" },
  witness: { "": at("good.key"), name: "w", "log-key": "none", state: at("new.state") },
};

beforeAll(async () => {
  mkdirSync(at("folder"));
  mkdirSync(at("sdk"));
  writeFileSync(at("sdk/sedge.js"), "0");
  writeFileSync(at("empty"), "");
  writeFileSync(at("admin.key"), "secret");
  writeFileSync(at("texts.csv"), "text,label\nhi,a\nho,b\n");
  writeFileSync(at("points.csv"), "x\n1\n2\n");
  writeFileSync(at("people.csv"), "id,email,consent,consent day,policy version\n1,a@shop.example,yes,2026-11-01,1\n");
  writeFileSync(at("good.state"), "");
  await sedgeHere("connector-key", at("good.key"));
});

/** What is wrong with a file that is read, or one that is written. */
const READ = { missing: at("no-such-file"), "a folder": at("folder"), empty: at("empty") };
const WRITTEN = { "a folder": at("folder") };
const isWritten = (option: string) => option === "output";

const cases = Object.entries(CALLS).flatMap(([command, options]) =>
  Object.keys(options)
    .filter((option) => options[option]?.startsWith(place) && !["out", "state"].includes(option))
    // A key that is missing is made.
    .filter((option) => option !== "")
    .flatMap((option) =>
      Object.entries(isWritten(option) ? WRITTEN : READ).map(([fault, path]) => ({ command, option, fault, path })),
    ),
);

test("covers every command", () => {
  const names = SEDGE_COMMANDS.flatMap((entry) =>
    "commands" in entry ? entry.commands.map(({ name }) => `${entry.name} ${name}`) : [entry.name],
  );
  expect(Object.keys(CALLS).toSorted()).toEqual(names.toSorted());
});

async function refusal(command: string, options: Readonly<Record<string, string>>): Promise<string> {
  const args = Object.entries(options).flatMap(([name, value]) => (name === "" ? [value] : [`--${name}`, value]));
  const { exitCode, out, note } = await sedgeHere(...command.split(" "), ...args);
  expect([exitCode, out], note).toEqual([2, ""]);
  const last = note.split("\n").at(-1) ?? "";
  expect(Object.keys(COMMAND_ERRORS)).toContain(last.split(":")[0]);
  return last;
}

test.each(cases)("sedge $command: --$option that is $fault is named in one sentence", async (one) => {
  const { command, option, fault, path } = one;
  const line = await refusal(command, { ...CALLS[command], [option]: path });
  // A model is read before its rows.
  if (!(option === "test" || option === "input") || !command.startsWith("models")) expect(line).toContain(path);
  if (fault === "missing" && line.includes(path)) expect(line).toMatch(/^missing-file: /);
});

test.each([
  ["models train", "seed"],
  ["cluster", "k"],
  ["cluster", "epsilon"],
  ["cluster", "delta"],
  ["cluster", "rounds"],
  ["cluster", "seed"],
  ["cluster", "bounds"],
  ["landing-links", "days"],
])("sedge %s: --%s that is no number is named in one sentence", async (command, option) => {
  expect(await refusal(command, { ...CALLS[command], [option]: "many" })).toMatch(
    new RegExp(`^bad-option: --${option} takes .+, not "many"\\.$`),
  );
});

test("sedge cluster: a single point is named as too few", async () => {
  writeFileSync(at("point.csv"), "x\n1\n");
  expect(await refusal("cluster", { ...CALLS["cluster"], input: at("point.csv") })).toMatch(
    /^unfit-rows: .+ one point/,
  );
});
