import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeliveredMessage, Delivery } from "@sedge/protocol";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import { migrateKeys } from "../src/operators.ts";
import { drySite, POLICY, SITE } from "./dry-site.ts";
import { sedgeHere } from "./sedge.ts";
import { startSite } from "./site-server.ts";

let folder = "";
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-migrate-keys-"));
  writeFileSync(at("key"), randomBytes(32).toString("base64url"));
  return () => rmSync(folder, { recursive: true });
});

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

function call(endpoint: string, lines: readonly string[], ...more: readonly string[]) {
  writeFileSync(at("people.csv"), lines.join("\n"));
  const site = ["--channel", "email", "--site", SITE, "--endpoint", endpoint, "--key", at("key"), "--policy", POLICY];
  return sedgeHere("migrate-keys", ...site, "--file", at("people.csv"), ...more);
}

/** For calls of the library. */
const OPTIONS = {
  endpoint: "https://edge.example",
  site: SITE,
  channel: "email",
  connectorKey: randomBytes(32),
} as const;
const receipt = { purposes: ["classify" as const, "link" as const], policyVersion: POLICY, day: "2026-10-01" };

const HEAD = "email,phone,loyalty,account,consent,consent date,country";

test("signs with each consenting person's old and new keys together, and with all new ones; the ledger has every byte", async () => {
  const { endpoint, requests } = await startSite(undefined, drySite(2, 1));
  const ended = await call(
    endpoint,
    [
      HEAD,
      "ann@example.com,020 7946 0101,L-20481,A-1,yes,2026-10-01,GB",
      "bob@example.com,,,,yes,2026-10-01,",
      "cy@example.com,,,,no,,",
      "no address,,,,yes,2026-10-01,",
    ],
    "--ledger",
    at("ledger"),
    "--json",
  );
  expect(ended.exitCode, ended.note).toBe(0);
  expect(JSON.parse(ended.out)).toEqual({
    migrated: 2,
    unreadable: 1,
    refused: {},
    withoutConsent: 1,
    outdatedConsent: 0,
    skipped: 0,
  });
  const items = requests
    .filter(({ url }) => url.endsWith("/deliveries"))
    .flatMap(({ body }) => v.parse(json(Delivery), body).items);
  const links = items.map(({ message }) => v.parse(json(DeliveredMessage), message));
  const sent = links.map((link) => [
    Object.values(link.epochs ?? {}).toSorted(),
    link.action === "link" ? Object.values(link.kinds ?? {}).toSorted() : [],
  ]);
  expect(sent).toEqual([
    [
      [1, 1, 2, 2],
      ["account", "account", "loyalty", "loyalty"],
    ],
    [
      [1, 1, 2, 2],
      ["email", "email", "phone", "phone"],
    ],
    [
      [2, 2, 2, 2],
      ["account", "email", "loyalty", "phone"],
    ],
    [
      [1, 2],
      ["email", "email"],
    ],
  ]);
  for (const link of links) expect(link.receipt.day).toBe("2026-10-01");
  const ledger = readFileSync(at("ledger"), "utf8").trim().split("\n");
  expect(ledger.map((line) => JSON.parse(line))).toMatchObject(requests);
  for (const clear of ["ann@", "7946", "20481"]) expect(JSON.stringify(requests)).not.toContain(clear);
});

test("counts a refused person once, by the edge's code; splits more identifiers than a message can contain", async () => {
  const site = drySite(2, 1);
  let links = 0;
  const send: typeof fetch = async (input, init) => {
    if (!v.parse(v.string(), input).endsWith("/deliveries")) return site(input, init);
    const { items } = v.parse(json(Delivery), init?.body);
    links += items.length;
    return Response.json({ results: items.map(() => ({ code: "consent-withdrawn" })) });
  };
  const identifiers = Array.from(
    { length: 7 },
    (_, index) => ({ kind: "email", value: `a${index}@example.com` }) as const,
  );
  const people = [{ identifiers: [...identifiers, ...identifiers], receipt }];
  const result = await migrateKeys({ ...OPTIONS, fetch: send }, people);
  expect(result).toEqual({ migrated: 0, unreadable: 0, refused: { "consent-withdrawn": 1 } });
  // Four of pairs, and two of the new keys alone.
  expect(links).toBe(6);
});

test("delivers again only the items that failed temporarily, under the same operation", async () => {
  const site = drySite(2, 1);
  const sent: string[][] = [];
  const waits: number[] = [];
  const send: typeof fetch = async (input, init) => {
    if (!v.parse(v.string(), input).endsWith("/deliveries")) return site(input, init);
    const { items } = v.parse(json(Delivery), init?.body);
    const operations = items.map(({ message }) => v.parse(json(DeliveredMessage), message).operationId);
    sent.push(operations);
    const [failing] = sent[0] ?? [];
    const isFailing = sent.length < 3;
    return Response.json({
      results: operations.map((operationId) =>
        isFailing && operationId === failing ? { code: "internal-error" } : { operationId, tokens: 2, edges: 0 },
      ),
    });
  };
  const people = ["ann", "bob"].map((name) => ({
    identifiers: [{ kind: "email", value: `${name}@example.com` } as const],
    receipt,
  }));
  const wait = (seconds: number) => Promise.resolve(waits.push(seconds));
  const result = await migrateKeys({ ...OPTIONS, fetch: send, wait }, people);
  expect(result).toEqual({ migrated: 2, unreadable: 0, refused: {} });
  const [first = ""] = sent[0] ?? [];
  expect(sent).toEqual([sent[0], [first], [first]]);
  expect(sent[0]).toHaveLength(2);
  expect(waits).toEqual([1, 2]);
});

describe("fails with one sentence, before anyone is migrated", () => {
  const good = [HEAD, "ann@example.com,,,,yes,2026-10-01,"];
  test.each<[string, readonly string[], RegExp]>([
    [
      "without the day of consent",
      ["email,consent", "a@example.com,yes"],
      /^bad-mapping: .*no column contains the day of that consent/,
    ],
    [
      "without consent",
      ["email,consent date", "a@example.com,2026-10-01"],
      /^bad-mapping: .*no column contains the consent/,
    ],
    [
      "a consent of no day, in the last row",
      [...good, "bob@example.com,,,,yes,,"],
      /^missing-value: .*line 3: the day of the consent is missing/,
    ],
    ["nobody's rows", ["name,consent,consent date", "Ann,yes,2026-10-01"], /^no-fields: /],
    ["a broken row", [...good, "bob@example.com"], /^ragged-row: .*line 3/],
  ])("%s", async (_, lines, message) => {
    const { endpoint, delivered, requests } = await startSite(undefined, drySite(2, 1));
    const { exitCode, out, note } = await call(endpoint, lines);
    expect(note.split("\n").at(-1)).toMatch(message);
    expect([exitCode, out, delivered]).toEqual([2, "", []]);
    expect(requests.filter(({ method }) => method === "POST")).toEqual([]);
  });

  test("while no key rotation is in progress", async () => {
    const { endpoint } = await startSite();
    expect((await call(endpoint, good)).note).toMatch(
      /operators-failed: key-epoch-changed: No key rotation is in progress/,
    );
  });

  test("with a key that the operators have ended", async () => {
    const problem = { type: "about:blank", title: "Ended.", status: 401, code: "connector-revoked" };
    const answer = ({ method }: { method: string }) =>
      method === "POST" ? Response.json(problem, { status: 401 }) : undefined;
    const { endpoint } = await startSite(answer, drySite(2, 1));
    expect((await call(endpoint, good)).note).toMatch(/key-refused: .*\(connector-revoked\)/);
  });
});
