import type { ProfileExport } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { LOGIN } from "../../../../test/login.ts";
import { file, filed, JANE, JANE_MISSPELT, postRecords, STRANGER } from "../../../../test/record.ts";
import { blockStorage, expectSound, storage } from "../../../../test/shards.ts";
import { act, problem, problemOf, randomText, RECEIPT, somebody } from "../../../../test/visitor.ts";

const exported = async (keys: Awaited<ReturnType<typeof somebody>>) =>
  (await act("export", [keys])).json<ProfileExport>();

describe("records", () => {
  test("two spellings of one person in two channels become one profile, with an edge that shows the reason", async () => {
    const [crm, till, other] = await Promise.all([somebody(), somebody(), somebody()]);
    expect(await file({ keys: crm, person: JANE })).toMatchObject([{ tokens: 1, edges: 0 }]);
    expect(await file({ keys: other, person: STRANGER })).toMatchObject([{ tokens: 1, edges: 0 }]);
    expect(await file({ keys: till, person: JANE_MISSPELT, channel: "shop-till" })).toMatchObject([
      { tokens: 2, edges: 1 },
    ]);
    await expectSound();
    const read = await exported(crm);
    expect(read.tokens).toEqual([crm.token, till.token].sort());
    const [edge] = read.edges;
    expect(edge).toMatchObject({ kind: "fuzzy" });
    const sum = edge?.waterfall.reduce((total, { weight }) => total + weight, 0);
    expect(sum).toBeCloseTo(edge?.weight ?? 0, 9);
    expect(edge?.waterfall.map(({ field, level }) => `${field} ${level}`)).toContain("surname near");
    // Fields and levels, never values.
    expect(JSON.stringify(edge)).not.toMatch(/feather|fether|jane|4217/i);
    expect(read.records.map(({ channel }) => channel).sort()).toEqual(["call-centre", "shop-till"]);
  });

  test("bring their identifiers along, so that a device finds what the till knows", async () => {
    const [crm, till, email] = await Promise.all([somebody(), somebody(), somebody()]);
    await act("link", [email]);
    await act("assign", [email], { body: { channel: "web", codeword: { generation: 0, path: "" } } });
    await file({ keys: crm, person: JANE, identifiers: [[email, "email"]] });
    await file({ keys: till, person: JANE_MISSPELT, channel: "shop-till" });
    await expectSound();
    const read = await exported(email);
    expect(read.tokens).toEqual([crm.token, till.token, email.token].sort());
    expect(read.edges.map(({ kind }) => kind).sort()).toEqual(["fuzzy", "strong"]);
  });

  test("that come all at once are linked as one after the other", async () => {
    const people = await Promise.all(Array.from({ length: 6 }, somebody));
    const results = await Promise.all(
      people.map((keys, index) => file({ keys, person: index % 2 ? JANE : JANE_MISSPELT })),
    );
    expect(results.flat().every((outcome) => "tokens" in outcome)).toBe(true);
    await expectSound();
    const [first] = people;
    if (first) expect((await exported(first)).tokens).toEqual(people.map(({ token }) => token).sort());
  });

  test("sent again with a new nonce have the effect of one, and answer the same", async () => {
    const [crm, till] = await Promise.all([somebody(), somebody()]);
    await file({ keys: crm, person: JANE });
    const sent = { keys: till, person: JANE_MISSPELT, operationId: randomText(16) };
    const first = await file(sent);
    const { nonces: _, ...before } = await storage();
    expect(await file(sent)).toEqual(first);
    const { nonces: __, ...after } = await storage();
    expect(after).toEqual(before);
  });

  test("that say something else are linked by what they say now", async () => {
    const [crm, till] = await Promise.all([somebody(), somebody()]);
    await file({ keys: crm, person: JANE });
    const now = Math.floor(Date.now() / 1_000);
    await file({ keys: till, person: JANE_MISSPELT, issuedAt: now - 9 });
    expect((await exported(crm)).tokens).toHaveLength(2);
    await file({ keys: till, person: STRANGER, issuedAt: now - 5 });
    expect((await exported(crm)).tokens).toEqual([crm.token]);
    // The older message, late, changes nothing.
    await file({ keys: till, person: JANE, issuedAt: now - 7 });
    expect((await exported(crm)).tokens).toEqual([crm.token]);
    await expectSound();
    const { records } = await storage();
    expect(records).toHaveLength(2);
  });

  test("two people with one phone stay two, and the phone's edge to one of them is a household edge", async () => {
    const [ann, bob, phone] = await Promise.all([somebody(), somebody(), somebody()]);
    const identifiers = [[phone, "phone"]] as const;
    await file({ keys: ann, person: JANE, identifiers });
    await file({ keys: bob, person: { ...STRANGER, street: JANE.street ?? "" }, identifiers });
    await expectSound();
    const [one, other] = await Promise.all([exported(ann), exported(bob)]);
    expect(one.tokens).not.toContain(bob.token);
    expect(other.tokens).not.toContain(ann.token);
    expect([...one.edges, ...other.edges].map(({ kind }) => kind)).toContain("household");
  });
});

describe("a record is refused", () => {
  test("by itself, with its code, and stops no other", async () => {
    const [ann, bob, eve] = await Promise.all([somebody(), somebody(), somebody()]);
    const good = await filed({ keys: ann, person: JANE });
    const unsigned = { ...(await filed({ keys: bob, person: STRANGER })), message: "{}" };
    const withheld = await filed({ keys: eve, person: JANE, receipt: { ...RECEIPT, purposes: ["classify"] } });
    const response = await postRecords([unsigned, good, withheld, good]);
    expect(await response.json()).toMatchObject({
      results: [{ code: "bad-signature" }, { tokens: 1 }, { code: "consent-required" }, { code: "replayed-request" }],
    });
    const { members, records } = await storage();
    expect(members).toHaveLength(1);
    expect(records).toHaveLength(1);
    await expectSound();
  });

  test("with kinds of tokens that did not sign, or with unknown fields", async () => {
    const [ann, bob] = await Promise.all([somebody(), somebody()]);
    const { envelope, message } = await import("../../../../test/visitor.ts");
    const signedRecord = (body: object) => envelope([ann], { ...message("link"), action: "record", body });
    const results = await postRecords([
      await signedRecord({ channel: "call-centre", fields: {}, kinds: { [bob.token]: "phone" } }),
      await signedRecord({ channel: "call-centre", fields: { shoeSize: { exact: ["A".repeat(22)] } } }),
      await signedRecord({ channel: "call-centre", fields: { surname: { exact: ["Featherstone"] } } }),
    ]);
    const code = "malformed-request";
    expect(await results.json()).toEqual({ results: [{ code }, { code }, { code }] });
    await expectSound();
    expect((await storage()).records).toEqual([]);
  });

  test("a batch of none, or of too many", async () => {
    expect(await problemOf(await postRecords([]))).toEqual(problem(400, "malformed-request"));
    const good = await filed({ keys: await somebody(), person: JANE });
    expect(await problemOf(await postRecords(Array.from({ length: 65 }, () => good)))).toEqual(
      problem(400, "malformed-request"),
    );
  });
});

describe("taking back", () => {
  test("undoing a record separates what it joined; undoing the unlink joins it again", async () => {
    const [crm, till] = await Promise.all([somebody(), somebody()]);
    await file({ keys: crm, person: JANE });
    const operationId = randomText(16);
    await file({ keys: till, person: JANE_MISSPELT, operationId });
    expect((await act("undo", [till], { body: { operationId } })).status).toBe(200);
    expect((await exported(crm)).tokens).toEqual([crm.token]);
    await expectSound();
    const { history } = await exported(till);
    expect(history.map(({ action, effective }) => [action, effective])).toEqual([
      ["record", false],
      ["undo", false],
    ]);
    await file({ keys: till, person: JANE_MISSPELT });
    expect((await exported(crm)).tokens).toHaveLength(2);
    const unlinked = randomText(16);
    await act("unlink", [till], { operationId: unlinked });
    expect((await exported(crm)).tokens).toEqual([crm.token]);
    // It joins two profiles, so that both are proven.
    expect((await act("undo", [till], { body: { operationId: unlinked } })).status).toBe(403);
    const proof = await (await LOGIN).prove("undo", [till, crm]);
    expect((await act("undo", [till], { body: { operationId: unlinked }, proof })).status).toBe(200);
    expect((await exported(crm)).tokens).toHaveLength(2);
    await expectSound();
  });

  test("an unlinked record that is sent again stays by itself; its holders may link it", async () => {
    const [crm, till, email] = await Promise.all([somebody(), somebody(), somebody()]);
    const identifiers = [[email, "email"]] as const;
    await file({ keys: crm, person: JANE, identifiers });
    await file({ keys: till, person: JANE_MISSPELT, identifiers });
    await act("unlink", [till]);
    await file({ keys: till, person: JANE_MISSPELT, identifiers });
    expect((await exported(till)).tokens).toEqual([till.token]);
    await act("link", [till, email]);
    expect((await exported(till)).tokens).toHaveLength(3);
    await expectSound();
  });
});

describe("withdrawal and erasure", () => {
  const withdrawn = { ...RECEIPT, purposes: [] };

  test("a withdrawn record is linked again only by a receipt of a later day, by its owner or by likeness", async () => {
    const [crm, till] = await Promise.all([somebody(), somebody()]);
    await file({ keys: crm, person: JANE }, { keys: till, person: JANE_MISSPELT });
    expect((await act("unlink", [till], { receipt: withdrawn })).status).toBe(200);
    await expectSound();
    expect((await exported(crm)).tokens).toEqual([crm.token]);
    expect((await storage()).records.map(({ token }) => token)).toEqual([crm.token]);
    // The same record again, with the receipt that was on file; and another record that is like it.
    expect(await file({ keys: till, person: JANE_MISSPELT })).toEqual([{ code: "consent-withdrawn" }]);
    const other = await somebody();
    await file({ keys: other, person: JANE_MISSPELT });
    expect((await exported(till)).tokens).toEqual([till.token]);
    const newer = { ...RECEIPT, day: "2026-11-22" };
    expect(await file({ keys: till, person: JANE_MISSPELT, receipt: newer })).toMatchObject([{ edges: 2 }]);
    await expectSound();
  });

  test("a device may link on the day of a withdrawal with a new receipt, and not with an older one", async () => {
    const [email, phone] = await Promise.all([somebody(), somebody()]);
    await act("link", [email, phone]);
    await act("erase", [email], { receipt: withdrawn });
    const older = { ...RECEIPT, day: "2026-11-20" };
    expect(await problemOf(await act("link", [email, phone], { receipt: older }))).toEqual(
      problem(403, "consent-withdrawn"),
    );
    expect((await act("link", [email, phone])).status).toBe(200);
  });

  test("a withdrawal covers all tokens of the person until a device asks again", async () => {
    const [email, device, card] = await Promise.all([somebody(), somebody(), somebody()]);
    await act("link", [email, device]);
    await act("link", [email, card]);
    await act("erase", [device], { receipt: withdrawn });
    // The till uses its stored codeword, the other device the one from that morning.
    expect(await file({ keys: card, person: JANE })).toEqual([{ code: "consent-withdrawn" }]);
    const body = { channel: "web", codeword: { generation: 0, path: "" } };
    expect(await problemOf(await act("assign", [email], { body }))).toEqual(problem(403, "consent-withdrawn"));
    expect((await storage()).members).toEqual([]);
    expect((await act("link", [email, device])).status).toBe(200);
    expect((await act("assign", [email], { body })).status).toBe(200);
    await expectSound();
  });

  test("erasing a person takes the record, its postings and counts, its operations and edges; others stay as they were", async () => {
    const [crm, till, other] = await Promise.all([somebody(), somebody(), somebody()]);
    await file({ keys: other, person: STRANGER });
    const before = await blockStorage();
    await file({ keys: crm, person: JANE }, { keys: till, person: JANE_MISSPELT });
    expect(await (await act("erase", [crm])).json()).toMatchObject({ tokens: 2, edges: 1 });
    await expectSound();
    expect(await blockStorage()).toEqual(before);
    const { receipts: _, ...rest } = await storage().then((all) => ({ receipts: [], ...all }));
    for (const { token } of [crm, till]) expect(JSON.stringify(rest)).not.toContain(token);
    expect((await exported(other)).tokens).toEqual([other.token]);
  });

  test("erasing one household leaves the other, without what joined them", async () => {
    const [ann, bob, phone] = await Promise.all([somebody(), somebody(), somebody()]);
    const identifiers = [[phone, "phone"]] as const;
    await file({ keys: ann, person: JANE, identifiers }, { keys: bob, person: STRANGER, identifiers });
    const [one, other] = (await exported(ann)).tokens.includes(phone.token) ? [ann, bob] : [bob, ann];
    await act("erase", [one]);
    await expectSound();
    const read = await exported(other);
    expect(read.tokens).toEqual([other.token]);
    expect(read.edges).toEqual([]);
    expect(JSON.stringify(read)).not.toContain(phone.token);
  });

  test("a message signed before an erasure does not restore the profile", async () => {
    const [email, phone, crm] = await Promise.all([somebody(), somebody(), somebody()]);
    await act("link", [email]);
    await file({ keys: crm, person: JANE });
    const issuedAt = Math.floor(Date.now() / 1_000) - 5;
    await act("erase", [email]);
    await act("erase", [crm]);
    expect(await problemOf(await act("link", [email, phone], { issuedAt }))).toEqual(problem(409, "erased-since"));
    expect(await file({ keys: crm, person: JANE, issuedAt })).toEqual([{ code: "erased-since" }]);
    expect((await storage()).records).toEqual([]);
    expect((await act("link", [email, phone])).status).toBe(200);
    await expectSound();
  });
});
