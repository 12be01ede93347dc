import { KeyEpoch, LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import type { IdentifierKind, StoredKeys } from "../storage/stored-keys.ts";
import { isSamePerson } from "./identification.ts";

const sealingKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
const keys = (kind: IdentifierKind, letter: string, epoch = 1): StoredKeys => ({
  kind,
  epoch: v.parse(KeyEpoch, epoch),
  token: v.parse(LinkToken, letter.repeat(42) + "A"),
  signingKey: { seed: new Uint8Array(32) },
  sealingKey,
});

test("the same identifier again, or another kind of it, is the same person", () => {
  expect(isSamePerson([], [keys("email", "B")])).toBe(true);
  expect(isSamePerson([keys("email", "B")], [keys("email", "B")])).toBe(true);
  expect(isSamePerson([keys("email", "B")], [keys("phone", "C")])).toBe(true);
});

test("the same kind with another value is somebody else, whatever else agrees", () => {
  expect(isSamePerson([keys("email", "B")], [keys("email", "C")])).toBe(false);
  expect(isSamePerson([keys("email", "B"), keys("phone", "D")], [keys("email", "C"), keys("phone", "D")])).toBe(false);
});

test("while keys rotate, those of the epoch before are compared with those of the epoch before", () => {
  const now = [keys("email", "C", 2), keys("email", "B", 1)];
  expect(isSamePerson([keys("email", "B", 1)], now)).toBe(true);
  expect(isSamePerson([keys("email", "D", 1)], now)).toBe(false);
  expect(isSamePerson([keys("email", "C", 2), keys("phone", "D", 1)], now)).toBe(true);
});

test("keys of another epoch can't be compared, so nobody is linked by them", () => {
  expect(isSamePerson([keys("email", "B", 1)], [keys("email", "B", 2)])).toBe(false);
});
