import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { deliver, registeredConnector } from "./delivery.ts";
import { deviceStorage } from "./device-storage.ts";
import { storedRows, tablesThatName } from "@sedge/testbed/stored-rows";
import { useTestSystem } from "./test-system.ts";
import { receiptSubject } from "./receipt-subject.ts";
import { keysOf, RECEIPT, sendSigned } from "./signed-message.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem();
const edgeRows = () => storedRows(system.operators.edge);
/** Tables of both operators that contain a text in any column. */
const tablesNaming = (text: string) =>
  tablesThatName([...edgeRows(), ...storedRows(system.operators.aggregator)], text);

async function tokensOf(visitor: Visitor): Promise<readonly string[]> {
  return (await visitor.exportMyData()).device.tokens;
}

/** A visitor who browsed and signed in, and has a cluster from the edge under the identifier's one token. */
async function signedIn(
  identifiers: { email?: string; phone?: string },
  product = 2,
): Promise<{ visitor: Visitor; token: string }> {
  const visitor = await system.visitor();
  await visitor.arrive("Accept all", "/account");
  await visitor.seeProduct(product);
  expect(await visitor.signIn(identifiers)).toMatch(/^Linked/);
  expect(await visitor.cluster()).toMatchObject({ source: "edge" });
  const [token = ""] = await tokensOf(visitor);
  expect(token).toHaveLength(43);
  return { visitor, token };
}

describe("two devices, one person", () => {
  test.each([
    ["e-mail", { email: "Rosalind.Franklin+news@GMail.com" }, { email: " rosalindfranklin@googlemail.com" }],
    ["phone", { phone: "(415) 555-0199" }, { phone: "+1 415 555 0199" }],
  ])("share a profile and a cluster through the same %s in two spellings", async (_, first, second) => {
    const { visitor: laptop, token } = await signedIn(first, 1);
    const { visitor: phone } = await signedIn(second, 6);
    expect(await tokensOf(phone)).toEqual([token]);

    const { edge } = await phone.exportMyData();
    if (edge === null || typeof edge === "string") throw new Error(`no export: ${edge}`);
    expect(edge.tokens).toEqual([token]);
    // A channel has one codeword per person: the later device's.
    expect(edge.observations.map(({ channel }) => channel)).toEqual(["web"]);
    const { clusterId } = await phone.cluster();
    expect(edge.assignment?.clusterId).toBe(clusterId);
    const { edge: seenByLaptop } = await laptop.exportMyData();
    expect(seenByLaptop).toEqual({ ...edge, receipts: expect.anything() });
  });

  test("merge their profiles when an e-mail address and a phone number are given together", async () => {
    const { visitor: laptop, token: email } = await signedIn({ email: "merge.me@example.org" }, 1);
    const { token: phone } = await signedIn({ phone: "+44 20 7946 0123" }, 7);
    const home = (token: string) =>
      edgeRows().filter(({ table, row }) => table === "members" && row["token"] === token);
    expect(home(email)).toHaveLength(1);
    expect(home(phone)).toHaveLength(1);

    expect(await laptop.signIn({ email: "merge.me@example.org", phone: "+44 20 7946 0123" })).toContain(
      "2 identifiers",
    );
    const [one] = home(email);
    const [other] = home(phone);
    expect([one?.file, one?.row["profile"]]).toEqual([other?.file, other?.row["profile"]]);
    const edges = edgeRows().filter(({ table, row }) => table === "edges" && [row["a"], row["b"]].includes(email));
    expect(edges.map(({ row }) => [row["a"], row["b"]])).toEqual([[email, phone].sort()]);
    const { edge } = await laptop.exportMyData();
    expect(edge).toMatchObject({ tokens: [email, phone].sort() });
  });

  test("include the codeword of a channel without a browser in the fused cluster", async () => {
    const { visitor, token } = await signedIn({ email: "till.customer@example.org" }, 5);
    const keys = await keysOf(system.operators.edgeUrl, "email", "Till.Customer@Example.ORG");
    expect(keys.token).toBe(token);
    const body = { channel: "shop-till", codeword: { generation: 0, path: "" } };
    const till = await registeredConnector(system.operators, "shop-till");
    expect((await deliver(till, [{ action: "assign", keys: [keys], body }])).json).toMatchObject({
      results: [{ tokens: 1 }],
    });
    const { edge } = await visitor.exportMyData();
    if (edge === null || typeof edge === "string") throw new Error(`no export: ${edge}`);
    expect(edge.assignment?.channels.toSorted()).toEqual(["shop-till", "web"]);
    expect(edge.observations).toHaveLength(2);
  });
});

describe("the person's rights, checked on disk", () => {
  test("neither operator stores the identifier or a page address, and the aggregator stores no token", async () => {
    const { token } = await signedIn({ email: "plainly.visible@example.org" });
    for (const text of ["plainly", "example.org", "/skirts", "localhost"]) {
      const tables = tablesNaming(text).filter((table) => table !== "sites");
      expect(tables).toEqual([]);
    }
    expect(tablesThatName(storedRows(system.operators.aggregator), token)).toEqual([]);
    expect(tablesNaming(token)).toEqual(["members", "observations", "operation_results", "pointers", "seen"]);
  });

  test("reset: removes the person from this device, and the edge keeps the profile for other devices", async () => {
    const { visitor, token } = await signedIn({ email: "reset.me@example.org" });
    await visitor.page.evaluate(() => window.sedge.reset());
    expect(await tokensOf(visitor)).toEqual([]);
    expect((await visitor.session()).events["cart-add"]).toBe(0);
    expect((await deviceStorage(visitor.page)).indexedDb).not.toContain("sedge-demo/keys");
    expect(tablesNaming(token)).toContain("members");
    // Later events belong to no profile: the request is unsigned, and the edge does not store it.
    await visitor.seeProduct(4);
    expect((await visitor.cluster()).channels).toEqual(["web"]);
    expect(tablesNaming(token)).toContain("observations");
  });

  test("unlink: removes one identifier from the profile and leaves the other unchanged", async () => {
    const { edgeUrl } = system.operators;
    const { visitor, token: stays } = await signedIn({ email: "unlink.me@example.org" });
    expect(await visitor.signIn({ email: "unlink.me@example.org", phone: "+1 415 555 0177" })).toContain(
      "2 identifiers",
    );
    const phone = await keysOf(edgeUrl, "phone", "+14155550177");
    expect(tablesNaming(phone.token)).toContain("edges");
    expect((await sendSigned(edgeUrl, { action: "unlink", keys: [phone] })).json).toMatchObject({ tokens: 1 });
    expect(
      edgeRows().filter(({ table, row }) => table === "edges" && JSON.stringify(row).includes(phone.token)),
    ).toEqual([]);
    const member = (token: string) =>
      edgeRows().find(({ table, row }) => table === "members" && row["token"] === token);
    const [one, other] = [member(stays), member(phone.token)];
    expect([one?.file, one?.row["profile"]]).not.toEqual([other?.file, other?.row["profile"]]);
    const email = await keysOf(edgeUrl, "email", "unlink.me@example.org");
    expect((await sendSigned(edgeUrl, { action: "export", keys: [email] })).json).toMatchObject({
      tokens: [stays],
      edges: [],
    });
  });

  test("export: matches what the edge stores on disk", async () => {
    const { visitor, token } = await signedIn({ email: "export.me@example.org" }, 4);
    const { edge, device } = await visitor.exportMyData();
    if (edge === null || typeof edge === "string") throw new Error(`no export: ${edge}`);
    const observed = edgeRows().filter(({ table, row }) => table === "observations" && row["token"] === token);
    expect(observed.map(({ row }) => [row["channel"], row["generation"], row["path"]])).toEqual(
      edge.observations.map(({ channel, codeword }) => [channel, codeword.generation, codeword.path]),
    );
    const receipts = edgeRows().filter(
      ({ table, row }) => table === "receipts" && row["subject"] === receiptSubject(token),
    );
    expect(receipts.map(({ row }) => row["purposes"]).sort()).toEqual(
      edge.receipts.map(({ receipt }) => receipt.purposes.toSorted().join(",")).sort(),
    );
    expect(device.ledger.length).toBeGreaterThan(0);
    expect(device.tokens).toEqual([token]);
  });

  test("erase: leaves nothing of the person on the device, and only a receipt at the edge", async () => {
    const { visitor, token } = await signedIn({ email: "erase.me@example.org" });
    const Remembered = v.object({ namedCodewords: v.object({ codewords: v.number(), day: v.number() }) });
    const codewords = async () => v.parse(Remembered, (await visitor.exportMyData()).device.remembered).namedCodewords;
    const { codewords: named, day } = await codewords();
    expect(await visitor.page.evaluate(() => window.sedge.eraseMyData())).toEqual({ device: "erased", edge: "erased" });
    expect(tablesNaming(token)).toEqual([]);
    expect(await tokensOf(visitor)).toEqual([]);
    // An erasure grants the day no codeword more.
    expect(await codewords()).toMatchObject({ day });
    expect((await codewords()).codewords).toBeGreaterThanOrEqual(named);
    const { indexedDb } = await deviceStorage(visitor.page);
    for (const table of ["keys", "operations"]) expect(indexedDb).not.toContain(`sedge-demo/${table}`);
    expect((await visitor.status()).consent.purposes).toEqual(["classify", "link", "learn"]);
    const keys = await keysOf(system.operators.edgeUrl, "email", "erase.me@example.org");
    expect((await sendSigned(system.operators.edgeUrl, { action: "export", keys: [keys] })).status).toBe(404);
  });

  test("withdrawal: deletes local data, erases at the edge, and leaves a receipt without purposes", async () => {
    const { visitor, token } = await signedIn({ email: "withdraw.me@example.org" });
    await visitor.page.getByRole("button", { name: "Privacy choices" }).click();
    await visitor.answer("Refuse");
    await expect.poll(async () => (await visitor.status()).state, { timeout: PATIENCE_MS }).toBe("off");

    expect(tablesNaming(token)).toEqual([]);
    const receipts = edgeRows().filter(
      ({ table, row }) => table === "receipts" && row["subject"] === receiptSubject(token),
    );
    expect(receipts.map(({ row }) => row["purposes"])).toContain("");
    expect(receipts.every(({ row }) => row["day"] === RECEIPT.day)).toBe(true);
    const { localStorage, sessionStorage, indexedDb } = await deviceStorage(visitor.page);
    expect({ localStorage, sessionStorage, indexedDb }).toEqual({
      localStorage: [],
      sessionStorage: [],
      indexedDb: [],
    });

    system.tap.clear();
    await visitor.goTo("/blouses");
    expect(await visitor.page.locator("#consent-banner").count()).toBe(1);
    await visitor.seeProduct(2);
    expect(system.tap.to(system.operators.edgeUrl)).toEqual([]);
  });
});
