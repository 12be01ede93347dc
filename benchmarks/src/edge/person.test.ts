import { SignedEnvelope, SignedMessage } from "@sedge/protocol";
import { verifyMessage } from "@sedge/privacy/link-key";
import * as v from "valibot";
import { expect, test } from "vitest";
import { signed, strangers } from "./person.ts";

const receipt = { purposes: ["classify" as const, "link" as const], policyVersion: "2026-11", day: "2026-11-22" };

test("builds messages that match the schema and whose signatures verify", async () => {
  const people = strangers(2);
  const { operationId, text } = signed({ action: "link", site: "demo", receipt }, people, 1_763_769_600_999);
  const envelope = v.parse(SignedEnvelope, JSON.parse(text));
  expect(v.parse(SignedMessage, JSON.parse(envelope.message))).toMatchObject({ operationId, issuedAt: 1_763_769_600 });
  expect(envelope.signatures.map(({ token }) => token)).toEqual(people.map(({ token }) => token));
  for (const { token, signature } of envelope.signatures) {
    expect(await verifyMessage(token, envelope.message, signature)).toBe(true);
    expect(await verifyMessage(token, `${envelope.message} `, signature)).toBe(false);
  }
});

test("gives every message a new ID and nonce", () => {
  const [person] = strangers(1);
  const texts = Array.from({ length: 3 }, () =>
    signed({ action: "export", site: "demo", receipt }, person ? [person] : [], 0),
  );
  expect(new Set(texts.map(({ operationId }) => operationId)).size).toBe(3);
  expect(new Set(texts.map(({ text }) => text)).size).toBe(3);
});
