import { askBallot } from "@sedge/privacy/ballot";
import { toBase64url } from "@sedge/privacy/base64url";
import { connectorSigner } from "@sedge/privacy/connector-key";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { Round } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { SMALL_SITE, LEARN, send, signedBallot } from "../../../test/contributor.ts";
import { postDelivery, register } from "../../../test/delivery.ts";
import { openRound } from "../../../test/round-objects.ts";
import { expectSound } from "../../../test/shards.ts";
import {
  envelope,
  message,
  problem,
  problemOf,
  proofFor,
  randomText,
  RECEIPT,
  somebody,
} from "../../../test/visitor.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const bodyOf = ({ round }: Round) => ({
  round,
  blinded: toBase64url(askBallot(SMALL_SITE, round, random).blinding.blinded),
});
const draw = async (keys: readonly LinkKeys[], round: Round, changes: object = {}) =>
  (await signedBallot(keys, bodyOf(round), changes)).status;

/** A signed action other than a ballot. */
async function act(action: "link" | "unlink" | "erase" | "export", keys: readonly LinkKeys[]): Promise<Response> {
  const site = SMALL_SITE;
  const response = await send(
    action,
    await envelope(keys, message(action, { site, ...(await proofFor(action, keys, { site })) })),
  );
  if (response.status !== 200) throw new Error(await response.text());
  return response;
}

describe("a connector", () => {
  test("with the scope draws the ballots of its channel's people, each one, which they then have drawn everywhere", async () => {
    const round = await openRound();
    const [ann, signer] = [await somebody(), await connectorSigner(random(32))];
    const asked = { site: SMALL_SITE, receipt: LEARN, body: bodyOf(round) };
    const deliver = async () => {
      const item = await envelope([ann], message("ballot", asked));
      const response = await postDelivery(signer, "email", [item], { site: SMALL_SITE });
      return (await response.json<{ results: object[] }>()).results;
    };
    await register(signer, { channel: "email", scopes: ["evaluate", "link", "read"] }, undefined, SMALL_SITE);
    expect(await deliver()).toEqual([{ code: "scope-missing" }]);
    await register(signer, { channel: "email", scopes: ["contribute"] }, undefined, SMALL_SITE);
    expect(await deliver()).toMatchObject([{ ballot: { edge: {}, aggregator: {} } }]);
    expect(await deliver()).toEqual([{ code: "ballot-drawn" }]);
    expect(await draw([ann], round)).toBe(409);
    await expectSound(SMALL_SITE);
  });

  test("draws none by a consent that is older than a withdrawal", async () => {
    const round = await openRound();
    const [ann, signer] = [await somebody(), await connectorSigner(random(32))];
    await register(signer, { channel: "email", scopes: ["contribute"] }, undefined, SMALL_SITE);
    await act("link", [ann]);
    const none = { ...LEARN, purposes: [] };
    await send("unlink", await envelope([ann], message("unlink", { site: SMALL_SITE, receipt: none })));
    const item = await envelope([ann], message("ballot", { site: SMALL_SITE, receipt: LEARN, body: bodyOf(round) }));
    const response = await postDelivery(signer, "email", [item], { site: SMALL_SITE });
    expect(await response.json()).toEqual({ results: [{ code: "consent-withdrawn" }] });
    await expectSound(SMALL_SITE);
  });
});

describe("a profile's ballot of a round", () => {
  test("is one, and the same operation gets it again", async () => {
    const round = await openRound();
    const ann = await somebody();
    const [body, operationId] = [bodyOf(round), randomText(16)];
    const first = await (await signedBallot([ann], body, { operationId })).json<{ edge: { evaluated: string } }>();
    const again = await (await signedBallot([ann], body, { operationId })).json<{ edge: { evaluated: string } }>();
    expect(again.edge.evaluated).toBe(first.edge.evaluated);
    expect(await problemOf(await signedBallot([ann], bodyOf(round)))).toEqual(problem(409, "ballot-drawn"));
    expect(await problemOf(await signedBallot([ann], bodyOf(round), { operationId }))).toEqual(
      problem(409, "ballot-drawn"),
    );
  });

  test("is all that any of its tokens gets, whatever merges, splits and moves come after", async () => {
    const round = await openRound();
    const [ann, bob, cleo, stranger] = await Promise.all([somebody(), somebody(), somebody(), somebody()]);
    await act("link", [ann, bob]);
    expect(await draw([ann], round)).toBe(200);
    expect(await draw([bob], round)).toBe(409);
    await act("link", [bob, cleo]);
    expect(await draw([cleo], round)).toBe(409);
    await act("unlink", [bob]);
    expect(await draw([bob], round)).toBe(409);
    // Two who both drew keep what they have, and are one who has drawn.
    expect(await draw([stranger], round)).toBe(200);
    await act("link", [ann, stranger]);
    expect(await draw([ann], round)).toBe(409);
    expect(await (await act("export", [ann])).json()).toMatchObject({ rounds: [round.round] });
    await expectSound(SMALL_SITE);
  });

  test("does not come back with an identifier that was erased", async () => {
    const round = await openRound();
    const [ann, bob] = await Promise.all([somebody(), somebody()]);
    await act("link", [ann, bob]);
    expect(await draw([ann], round)).toBe(200);
    await act("erase", [bob]);
    for (const keys of [ann, bob]) expect(await draw([keys], round)).toBe(409);
    await expectSound(SMALL_SITE);
  });

  test("needs consent to learn, in the present text", async () => {
    const round = await openRound();
    const ann = await somebody();
    expect(await draw([ann], round, { receipt: RECEIPT })).toBe(403);
    expect(await draw([ann], round, { receipt: { ...LEARN, policyVersion: "old" } })).toBe(403);
    expect(await draw([ann], round, { receipt: { ...LEARN, purposes: ["classify", "learn"] } })).toBe(403);
    expect(await draw([ann], round)).toBe(200);
  });
});

describe("a visitor's ballot", () => {
  test("needs consent to learn, an open round and an element", async () => {
    const round = await openRound();
    const ask = async (changes: object) =>
      problemOf(await send("visitorBallot", { ...bodyOf(round), receipt: LEARN, ...changes }));
    expect(await ask({ receipt: { ...LEARN, purposes: ["classify", "link"] } })).toEqual(
      problem(403, "consent-required"),
    );
    expect(await ask({ round: randomText(16) })).toEqual(problem(409, "round-not-open"));
    expect(await ask({ blinded: "A".repeat(43) })).toEqual(problem(400, "bad-group-element"));
  });
});
