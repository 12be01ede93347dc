import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { carryOver, connectPrf, type KnownPerson, OperatorsError } from "@sedge/connector/operators";
import { CHANNELS, Manifest, ProfileExport } from "@sedge/protocol";
import { type Operators, startOperators } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { atAggregator, atEdge, registerConnector } from "./connector-keys.ts";
import { addressOf, SITE } from "./edge-answer.ts";
import { sedgeIn } from "./sedge-command.ts";
import { keysOf, RECEIPT, say } from "./till.ts";

let operators: Operators;

beforeAll(async () => {
  operators = await startOperators({ rateLimit: 1_000_000, aggregatorVars: { CHANNELS: { demo: [...CHANNELS] } } });
});
afterAll(() => operators?.stop());

/** Waits until the edge's isolates have read the epochs anew: half a minute at most. */
async function manifestWith(isWanted: (prf: Manifest["prf"]) => boolean): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const { prf } = v.parse(Manifest, await (await fetch(addressOf(operators.edgeUrl, "manifest"))).json());
    if (isWanted(prf)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the manifest did not change");
}

/** Has both operators begin or retire an epoch, in the order that keeps tokens readable. */
async function order(action: "begin" | "retire", epoch: number): Promise<void> {
  const [first, second] = action === "begin" ? [atAggregator, atEdge] : [atEdge, atAggregator];
  for (const at of [first, second]) await at(operators, "key-epochs", { action, epoch });
  await manifestWith(({ previous }) => previous?.epoch === (action === "begin" ? epoch - 1 : undefined));
}

test("keys rotate and no visitor comes back: the connector carries over whom it has on file, the others are forgotten", async () => {
  const { edgeUrl } = operators;
  const secret = new Uint8Array(randomBytes(32));
  await registerConnector(operators, secret);
  const options = { endpoint: edgeUrl, site: SITE, channel: "call-centre", connectorKey: secret, fetch } as const;
  const unbegun = await carryOver(options, []).catch((error: unknown) => error);
  expect(unbegun).toBeInstanceOf(OperatorsError);

  // In the first epoch Ann was on the web by e-mail, and at the till by phone; so was Bob, whom nobody has on file.
  const body = { channel: "web", codeword: { generation: 0, path: "" } };
  const [annMail, annPhone, bob] = [
    await keysOf(edgeUrl, "email", "ann@example.com"),
    await keysOf(edgeUrl, "phone", "+14155552671"),
    await keysOf(edgeUrl, "email", "bob@example.com"),
  ];
  expect((await say(edgeUrl, { action: "link", keys: [annMail, annPhone] })).status).toBe(200);
  for (const keys of [annMail, bob])
    expect((await say(edgeUrl, { action: "assign", keys: [keys], body })).status).toBe(200);

  await order("begin", 2);
  const people: KnownPerson[] = [
    { identifiers: [{ kind: "phone", value: "+1 (415) 555-2671" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "not an address" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "cy@example.com" }], receipt: { ...RECEIPT, purposes: ["classify"] } },
  ];
  const outcome = await carryOver(options, people);
  expect(outcome).toEqual({ carried: 1, unreadable: 1, refused: { "consent-required": 1 } });

  await order("retire", 1);
  const phone = await keysOf(edgeUrl, "phone", "+14155552671");
  const { json } = await say(edgeUrl, { action: "export", keys: [phone] });
  expect(v.parse(ProfileExport, json)).toMatchObject({
    tokens: [phone.token],
    observations: [{ token: phone.token, ...body }],
  });
  for (const keys of [annMail, annPhone, bob]) {
    expect((await say(edgeUrl, { action: "export", keys: [keys] })).json).toMatchObject({ code: "unknown-profile" });
  }
  expect((await connectPrf(options)).previous).toBeUndefined();
});

test("both operators keep their epochs over a kill, and a retired one stays retired", async () => {
  const states = async () => {
    const answers = [await atEdge(operators, "key-epochs"), await atAggregator(operators, "key-epochs")];
    return Promise.all(answers.map((answer) => answer.json()));
  };
  const before = await states();
  expect(before).toMatchObject([
    { epochs: [{ state: "retired", publicKey: null }, { state: "current" }] },
    { epochs: [{ state: "retired", publicKey: null }, { state: "current" }] },
  ]);
  for (const operator of [operators.edge, operators.aggregator]) {
    await operator.kill();
    await operator.restart();
  }
  expect(await states()).toEqual(before);
});

/** A till's file: who bought, by number, and whether that is another time than in the files before. */
function receipts(rows: readonly (readonly [id: string, who: string, consent?: string])[]): string {
  const lines = rows.map(([id, who, consent = "yes"]) => {
    return `${id},2026-11-02,L-550${who},p${who}@example.com,Person ${who},${10 + Number(who)},${consent}`;
  });
  return ["receipt_id,sold_at,loyalty,email,customer,total,consent", ...lines].join("\n");
}

test("push goes on over a change of keys: nobody counts twice, profiles stay whole, who withdraws is silent", async () => {
  const { edgeUrl } = operators;
  const folder = mkdtempSync(join(tmpdir(), "sedge-e2e-epochs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const secret = randomBytes(32);
  await registerConnector(operators, secret, { channel: "shop-till" });
  writeFileSync(join(folder, "key"), secret.toString("base64url"));
  // Customers 4 and 5 are described too.
  const described = { columns: { customer: "fullName" } };
  writeFileSync(join(folder, "map.json"), JSON.stringify({ policyVersion: "2026-11", ...described }));
  const push = async (...rows: Parameters<typeof receipts>[0]) => {
    writeFileSync(join(folder, "till.csv"), receipts(rows));
    const at = ["--site", SITE, "--endpoint", edgeUrl, "--key", "key", "--map", "map.json", "--state", "state"];
    const ended = await sedgeIn(folder, ["push", "--channel", "shop-till", "--file", "till.csv", "--json", ...at]);
    return ended.exitCode === 0 ? JSON.parse(ended.out) : ended.note;
  };
  const mail = (who: string) => keysOf(edgeUrl, "email", `p${who}@example.com`);
  const card = (who: string) => keysOf(edgeUrl, "loyalty", `L-550${who}`);
  const exported = (keys: Awaited<ReturnType<typeof mail>>) => say(edgeUrl, { action: "export", keys: [keys] });
  const profile = async (who: string) => v.parse(ProfileExport, (await exported(await mail(who))).json);

  const first = ["1", "2", "3", "4", "5"].map((who) => [`a${who}`, who] as const);
  expect(await push(...first)).toMatchObject({ taken: 5, refused: {}, waiting: 0 });
  const body = { channel: "web", codeword: { generation: 0, path: "" } };
  const old = { card1: await card("1"), mail1: await mail("1"), mail3: await mail("3"), mail4: await mail("4") };
  expect((await say(edgeUrl, { action: "assign", keys: [old.mail1], body })).status).toBe(200);

  await order("begin", 3);
  // 1 buys again, 2 is only pushed again as before, 3 withdraws, 6 is new; 4 and 5 are not heard of.
  const more = [["a2", "2"], ["b1", "1"], ["b3", "3", "withdrawn"], ["b6", "6"]] as const;
  expect(await push(...more)).toMatchObject({ taken: 2, repeated: 1, withdrawals: 1, refused: {}, waiting: 0 });
  const both = await profile("1");
  expect(both.tokens).toEqual(expect.arrayContaining([old.card1.token, old.mail1.token, (await card("1")).token]));
  expect((await exported(await mail("3"))).status).toBe(404);
  expect(await push(...more)).toMatchObject({ taken: 0, delivered: 0, refused: {} });

  await order("retire", 2);
  for (const who of ["1", "2", "6"]) {
    const { tokens, observations } = await profile(who);
    expect(tokens, who).toEqual(expect.arrayContaining([(await mail(who)).token, (await card(who)).token]));
    expect(observations.filter(({ channel }) => channel === "shop-till"), who).toHaveLength(1);
  }
  expect((await profile("1")).observations.map(({ channel }) => channel)).toContain("web");
  expect((await profile("1")).tokens).not.toContain(old.mail1.token);
  // Who was not heard of meanwhile begins anew at the edge, and goes on here.
  expect((await exported(await mail("4"))).status).toBe(404);
  expect(await push(...first, ["c4", "4"])).toMatchObject({ taken: 1, refused: {}, waiting: 0 });
  expect((await profile("4")).tokens).toEqual(expect.arrayContaining([(await mail("4")).token, (await card("4")).token]));
  const left = [["d1", "1", "withdrawn"], ["d5", "5", "withdrawn"], ["d2", "2", "withdrawn"]] as const;
  expect(await push(...left)).toMatchObject({ withdrawals: 3, refused: {}, waiting: 0 });
  for (const who of ["1", "2", "5"]) expect((await exported(await mail(who))).status, who).toBe(404);
  const again = { action: "link", keys: [await mail("1")], receipt: { ...RECEIPT, day: "2026-11-02" } } as const;
  expect((await say(edgeUrl, again)).json).toMatchObject({ code: "consent-withdrawn" });

  const state = new DatabaseSync(join(folder, "state"), { readOnly: true });
  const Tallies = v.array(v.object({ touches: v.pipe(v.string(), v.toNumber()) }));
  const query = "SELECT CAST(json_extract(tally, '$.touches') AS TEXT) AS touches FROM people";
  const touches = v.parse(Tallies, state.prepare(query).all()).map((row) => row.touches);
  expect(touches.toSorted()).toEqual([1, 2]);
  const left1 = state.prepare("SELECT count(*) AS left FROM identifiers WHERE hash LIKE '%@%'").get();
  expect(left1).toEqual({ left: 0 });
  state.close();
}, 120_000);
