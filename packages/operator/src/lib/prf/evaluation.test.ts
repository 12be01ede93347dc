import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { blind, finalize } from "@sedge/privacy/prf";
import { KeyEpoch } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test, vi } from "vitest";
import { refusalOf } from "../../../test/refusal-by.ts";
import { keyShare, publishedEpochs } from "../key-share.ts";
import { Secret } from "../secret.ts";
import { secureRandom } from "../secure-random.ts";
import { connectorRefusal, grantedShare } from "./evaluation.ts";

const seed = v.parse(Secret, Buffer.alloc(32, 3).toString("base64url"));
const secret = new Uint8Array(32).fill(5);
const LIMITS = { pages: { perMinute: 1, perDay: 1 }, connector: { perMinute: 1, perDay: 1 } };
const blindings = [1, 2, 3].map((value) => blind(Uint8Array.of(value), secureRandom));
const blinded = blindings.map((one) => toBase64url(one.blinded));

function evaluator(grant: object) {
  const keeper = { grant: vi.fn(async () => grant) };
  const share = (elements: readonly string[] = blinded) =>
    grantedShare(
      { keeper: keeper as never, seed, site: "demo", limits: LIMITS, now: 77 },
      { kind: "page" },
      2,
      elements,
    );
  return { keeper, share };
}

describe("an operator's share of an evaluation", () => {
  test("is proven to be of the key that it publishes for the epoch", async () => {
    const { keeper, share } = evaluator({ state: "granted", secret });
    const { evaluated, proof } = await share();
    const epoch = v.parse(KeyEpoch, 2);
    const published = publishedEpochs([{ epoch, state: "current", secret, since: 9 }], seed, "demo").epochs[0];
    const answer = {
      publicKey: fromBase64url(published?.publicKey ?? ""),
      evaluated: evaluated.map(fromBase64url),
      proof: fromBase64url(proof),
    };
    expect(finalize(blindings, [answer])).toHaveLength(3);
    expect(keeper.grant).toHaveBeenCalledWith({
      caller: { kind: "page" },
      epoch: 2,
      elements: 3,
      limits: LIMITS,
      now: 77,
    });
    const other = keyShare(seed, secret, "other", 2).publicKey;
    expect(() => finalize(blindings, [{ ...answer, publicKey: other }])).toThrow();
  });

  test("costs nothing where an element is not of the group", async () => {
    const { keeper, share } = evaluator({ state: "granted", secret });
    expect(await refusalOf(share([...blinded, toBase64url(new Uint8Array(32).fill(255))]))).toEqual({
      code: "bad-group-element",
    });
    expect(keeper.grant).not.toHaveBeenCalled();
  });

  test.each([
    [
      { state: "budget-spent", retryAfterSeconds: 12.5 },
      { code: "prf-budget-spent", retryAfter: "13" },
    ],
    [{ state: "epoch-not-live" }, { code: "key-epoch-changed" }],
    [{ state: "replayed" }, { code: "replayed-request" }],
    [{ state: "scope-missing" }, { code: "scope-missing" }],
    [{ state: "connector-revoked" }, { code: "connector-revoked" }],
  ])("is refused as the keeper says: %j", async (grant, refusal) => {
    expect(await refusalOf(evaluator(grant).share())).toEqual(refusal);
  });
});

test("a connector that is not registered is refused by its own code", () => {
  expect(connectorRefusal("unauthorised-connector").code).toBe("unauthorised-connector");
  expect(connectorRefusal("replayed").code).toBe("replayed-request");
});

test("key shares differ by seed, secret, site and epoch, and a retired epoch has no public key", () => {
  const other = v.parse(Secret, Buffer.alloc(32, 4).toString("base64url"));
  const keys = [
    keyShare(seed, secret, "demo", 1),
    keyShare(seed, secret, "demo", 2),
    keyShare(seed, secret, "shop", 1),
    keyShare(seed, new Uint8Array(32).fill(6), "demo", 1),
    keyShare(other, secret, "demo", 1),
  ].map(({ publicKey }) => toBase64url(publicKey));
  expect(new Set(keys).size).toBe(keys.length);
  const epoch = v.parse(KeyEpoch, 1);
  expect(publishedEpochs([{ epoch, state: "retired", secret: null, since: 4 }], seed, "demo")).toEqual({
    epochs: [{ epoch, state: "retired", publicKey: null, since: 4 }],
  });
});
