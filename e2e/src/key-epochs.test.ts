import { randomBytes } from "node:crypto";
import { carryOver, connectPrf, type KnownPerson, OperatorsError } from "@sedge/connector/operators";
import { Manifest, ProfileExport } from "@sedge/protocol";
import { type Operators, startOperators } from "@sedge/testbed";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atAggregator, atEdge, registerConnector } from "./connector-keys.ts";
import { addressOf, SITE } from "./edge-answer.ts";
import { keysOf, RECEIPT, say } from "./till.ts";

let operators: Operators;

beforeAll(async () => {
  operators = await startOperators();
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

  await atAggregator(operators, "key-epochs", { action: "begin", epoch: 2 });
  await atEdge(operators, "key-epochs", { action: "begin", epoch: 2 });
  await manifestWith(({ previous }) => previous?.epoch === 1);
  const people: KnownPerson[] = [
    { identifiers: [{ kind: "phone", value: "+1 (415) 555-2671" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "not an address" }], receipt: RECEIPT },
    { identifiers: [{ kind: "email", value: "cy@example.com" }], receipt: { ...RECEIPT, purposes: ["classify"] } },
  ];
  const outcome = await carryOver(options, people);
  expect(outcome).toEqual({ carried: 1, unreadable: 1, refused: { "consent-required": 1 } });

  await atEdge(operators, "key-epochs", { action: "retire", epoch: 1 });
  await atAggregator(operators, "key-epochs", { action: "retire", epoch: 1 });
  await manifestWith(({ previous }) => previous === undefined);
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
