import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { landingLinkKeys } from "@sedge/privacy/landing-link";
import { type DeliveredMessage } from "@sedge/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { createConnector, type GivenRecord } from "../src/push.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";
import { sedgeHere } from "./sedge.ts";
import { startSite } from "./site-server.ts";

let folder = "";
const at = (name: string) => join(folder, name);
const key = randomBytes(32);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sedge-landing links-"));
  writeFileSync(at("key"), key.toString("base64url"));
  const mail = await createConnector({
    channel: "email",
    key,
    site: SITE,
    endpoint: "https://edge.example",
    policyVersion: POLICY,
    state: at("state"),
    fetch: drySite(),
    flushSeconds: 0,
  });
  const agreed = (id: string, email: string): GivenRecord => ({ id, consent: "yes", identifiers: { email } });
  await mail.records([agreed("1", "ann@example.com"), agreed("2", "bob@example.com"), agreed("3", "cy@example.com")]);
  await mail.withdraw({ email: "cy@example.com" });
  await mail.close();
  return () => rmSync(folder, { recursive: true });
});

const FILES = ["key", "recipients.csv", "state"];

function call(endpoint: string, ...more: readonly string[]): string[] {
  const site = ["--site", SITE, "--endpoint", endpoint, "--key", at("key"), "--state", at("state")];
  const files = ["--file", at("recipients.csv"), "--output", at("links.csv")];
  return ["landing-links", "--channel", "email", ...site, ...files, ...more];
}

function recipients(...lines: readonly string[]): void {
  writeFileSync(at("recipients.csv"), lines.join("\n"));
}

function linesOut(): string[][] {
  return readFileSync(at("links.csv"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
}

/** Tokens of the offered landing links, in order. */
function offered(delivered: readonly DeliveredMessage[]): string[] {
  return delivered.flatMap((sent) =>
    sent.action === "link"
      ? Object.entries(sent.kinds ?? {}).flatMap(([token, kind]) => (kind === "landing-link" ? [token] : []))
      : [],
  );
}

test("creates a landing link for each recipient in the file's order, and none for an unknown recipient or one without consent", async () => {
  recipients(
    "recipient_id,email,consent",
    "r1,Bob@Example.com,yes",
    "r2,nobody@example.com,yes",
    "r3,cy@example.com,yes",
    "r4,ann@example.com,no",
    "r5,ann@example.com,yes",
    "r6,no address,yes",
    "r7,ann@example.com,yes",
  );
  const { endpoint, requests, delivered } = await startSite();
  const ended = await sedgeHere(...call(endpoint, "--days", "7", "--ledger", at("ledger"), "--json"));
  expect(ended.exitCode, ended.note).toBe(0);
  expect(JSON.parse(ended.out)).toEqual({
    offered: 3,
    unknown: 2,
    withdrawn: 1,
    withoutConsent: 1,
    refused: {},
    skipped: 0,
  });
  const [head, ...rows] = linesOut();
  expect(head).toEqual(["row", "id", "fragment", "until"]);
  expect(rows.map(([row, id]) => [row, id])).toEqual(
    ["1", "2", "3", "4", "5", "6", "7"].map((row) => [row, `r${row}`]),
  );
  expect(rows.flatMap(([row, , fragment]) => (fragment ? [row] : []))).toEqual(["1", "5", "7"]);
  const secrets = rows.flatMap(([, , fragment = ""]) => (fragment === "" ? [] : [fragment.slice("sedge=".length)]));
  const handed = secrets.map(async (secret) => (await landingLinkKeys(Buffer.from(secret, "base64url"), SITE)).token);
  expect(await Promise.all(handed)).toEqual(offered(delivered));
  const until = new Date(rows[0]?.[3] ?? "").getTime();
  expect(Math.abs(until - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000);
  expect(statSync(at("links.csv")).mode & 0o777).toBe(0o600);
  // The secrets are only in the output, and every byte sent is in the ledger.
  const ledger = readFileSync(at("ledger"), "utf8");
  for (const secret of secrets) for (const text of [ledger, ended.out, ended.note]) expect(text).not.toContain(secret);
  const entries = ledger
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(entries).toMatchObject(requests);
  expect(entries).toHaveLength(requests.length);
});

test("writes whole links: one page for all or each row's own, with the channel's utm_medium; reads NDJSON as push does", async () => {
  recipients("email", "ann@example.com", "nobody@example.com");
  const { endpoint } = await startSite();
  expect(await sedgeHere(...call(endpoint, "--url", "https://shop.example/new?c=1"))).toMatchObject({ exitCode: 0 });
  const [head, first, second] = linesOut();
  expect(head).toEqual(["row", "id", "link", "until"]);
  expect(first?.[2]).toMatch(/^https:\/\/shop\.example\/new\?c=1&utm_medium=email#sedge=[\w-]{22}$/);
  expect(second).toEqual(["2", "", "https://shop.example/new?c=1&utm_medium=email", ""]);

  const people = [
    { contact: { mail: "ann@example.com" }, page: "https://shop.example/a" },
    { contact: { mail: "bob@example.com" }, page: "https://shop.example/b" },
  ];
  writeFileSync(at("recipients.ndjson"), people.map((one) => JSON.stringify(one)).join("\n"));
  writeFileSync(at("map.json"), JSON.stringify({ columns: { "contact.mail": "email" } }));
  const args = call(endpoint, "--url-column", "page", "--map", at("map.json"));
  args[args.indexOf(at("recipients.csv"))] = at("recipients.ndjson");
  expect(await sedgeHere(...args)).toMatchObject({ exitCode: 0, out: `2 landing links offered: ${at("links.csv")}` });
  expect(linesOut().map(([, , link]) => link?.split("?")[0])).toEqual(["link", ...people.map(({ page }) => page)]);
});

test("distinguishes refusals about consent from failures of the edge", async () => {
  recipients("email", "ann@example.com", "bob@example.com");
  const results = [{ code: "consent-withdrawn" }, { code: "internal-error" }];
  const { endpoint } = await startSite(({ url }) =>
    url.endsWith("/deliveries") ? Response.json({ results }) : undefined,
  );
  const ended = await sedgeHere(...call(endpoint, "--json"));
  expect(JSON.parse(ended.out)).toMatchObject({ offered: 0, withdrawn: 1, refused: { "internal-error": 1 } });
  expect(linesOut().slice(1)).toEqual([
    ["1", "", "", ""],
    ["2", "", "", ""],
  ]);
});

describe("fails with one sentence before anything is offered or written", () => {
  const good = ["email", "ann@example.com"];
  test.each<[string, readonly string[], readonly string[], RegExp]>([
    [
      "a row that is broken, the last",
      ["email,x", "ann@example.com,1", "bob@example.com"],
      [],
      /^ragged-row: .*line 3, column "x": /,
    ],
    ["nobody's rows", ["name", "Ann"], [], /^no-fields: .*no column identifies its people/],
    [
      "a word of consent that is none",
      ["email,consent", "ann@example.com,maybe"],
      [],
      /^bad-value: .*line 2, column "consent"/,
    ],
    ["too long a time", good, ["--days", "31"], /^bad-option: --days takes a whole number from 1 to 30/],
    [
      "a page that anybody can change on the way",
      good,
      ["--url", "http://shop.example/"],
      /^bad-option: --url takes an https URL/,
    ],
    ["two pages", good, ["--url", "https://a.example", "--url-column", "email"], /^bad-option: --url and --url-column/],
    ["a column that is not there", good, ["--url-column", "page"], /^missing-column: .*has no column "page"/],
    [
      "a row's page that is none",
      ["email,page", "ann@example.com,javascript:1"],
      ["--url-column", "page"],
      /^bad-value: .*line 2, column "page" is not an https URL/,
    ],
    [
      "a state that is not there",
      good,
      ["--state", "/nowhere/state"],
      /^missing-file: there is no state \/nowhere\/state/,
    ],
    ["a channel of pages", good, ["--channel", "web"], /^bad-option: --channel web/],
    [
      "an argument too many",
      good,
      ["more.csv"],
      /^bad-call: unexpected argument "more.csv"; files are given with --file/,
    ],
  ])("%s", async (_, lines, more, message) => {
    recipients(...lines);
    const { endpoint, delivered } = await startSite();
    const args = call(endpoint);
    for (const name of more.filter((one) => one.startsWith("--") && args.includes(one)))
      args.splice(args.indexOf(name), 2);
    const { exitCode, out, note } = await sedgeHere(...args, ...more);
    expect(note.split("\n").at(-1)).toMatch(message);
    expect([exitCode, out, delivered]).toEqual([2, "", []]);
    expect(existsSync(at("links.csv"))).toBe(false);
  });

  test("the recipients themselves as the output", async () => {
    recipients(...good);
    const { endpoint } = await startSite();
    const ended = await sedgeHere(
      ...call(endpoint).map((one) => (one === at("links.csv") ? at("recipients.csv") : one)),
    );
    expect(ended.note).toMatch(
      /^bad-option: --output names .*recipients.csv, which is an input and would be overwritten/,
    );
    expect(readFileSync(at("recipients.csv"), "utf8")).toBe(good.join("\n"));
  });
});

test("with --skip-bad, the other rows keep their numbers", async () => {
  recipients("email,consent", "ann@example.com,yes", "bob@example.com,maybe", "bob@example.com,yes");
  const { endpoint } = await startSite();
  const ended = await sedgeHere(...call(endpoint, "--skip-bad", "--json"));
  expect(JSON.parse(ended.out)).toMatchObject({ offered: 2, skipped: 1 });
  expect(ended.note).toContain("skipped: bad-value:");
  expect(linesOut().map(([row]) => row)).toEqual(["row", "1", "3"]);
});

test.each(["SIGTERM", "SIGKILL"] as const)("a run that ends by %s leaves no output and no secret", async (signal) => {
  recipients("email", ...Array.from({ length: 200 }, () => "ann@example.com"));
  let child: ChildProcess | undefined;
  let deliveries = 0;
  const { endpoint } = await startSite(({ url }) => {
    if (url.endsWith("/deliveries")) deliveries += 1;
    if (deliveries === 3) child?.kill(signal);
    return undefined;
  });
  const command = join(import.meta.dirname, "..", "src", "sedge-connector.ts");
  child = spawn(process.execPath, [command, ...call(endpoint)], { stdio: "ignore" });
  expect(await once(child, "exit")).toEqual([null, signal]);
  expect(
    readdirSync(folder)
      .filter((name) => !name.startsWith("state-"))
      .toSorted(),
  ).toEqual(FILES);
});
