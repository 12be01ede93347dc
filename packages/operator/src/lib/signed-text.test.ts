import { MIN_SUPPORTED_VERSION, PROTOCOL_VERSION, SignedMessage } from "@sedge/protocol";
import { expect, test } from "vitest";
import { Refusal } from "./refusal.ts";
import { checkClock, messageOf } from "./signed-text.ts";

const bytes = (length: number) => Buffer.alloc(length, 7).toString("base64url");
const MESSAGE = {
  version: PROTOCOL_VERSION,
  site: "demo",
  action: "unlink",
  operationId: bytes(16),
  nonce: bytes(16),
  issuedAt: 1_795_000_000,
  receipt: {
    purposes: ["link"],
    policyVersion: "2026-11",
    day: "2026-11-21",
  },
};

/** What the reader answers: the message's version, or the refusal's document. */
async function answerTo(changes: object): Promise<unknown> {
  try {
    return messageOf(SignedMessage, JSON.stringify({ ...MESSAGE, ...changes }), "demo").version;
  } catch (error) {
    if (error instanceof Refusal) return error.toResponse().json();
    throw error;
  }
}

test.each([PROTOCOL_VERSION, MIN_SUPPORTED_VERSION])("a message of version %i is accepted", async (version) => {
  expect(await answerTo({ version })).toBe(version);
});

test.each([PROTOCOL_VERSION - 2, PROTOCOL_VERSION + 1, 5.5])(
  "a message of version %d is refused with the supported range",
  async (version) => {
    expect(await answerTo({ version })).toMatchObject({
      code: "unsupported-version",
      status: 400,
      supported: { min: MIN_SUPPORTED_VERSION, max: PROTOCOL_VERSION },
    });
  },
);

test("an older message with a field that is not of the wire is refused as malformed", async () => {
  expect(await answerTo({ version: MIN_SUPPORTED_VERSION, extra: 1 })).toMatchObject({ code: "malformed-request" });
  expect(await answerTo({ version: "6" })).toMatchObject({ code: "malformed-request" });
  expect(await answerTo({ site: "other" })).toMatchObject({ code: "malformed-request", errors: ["site"] });
});

test("a message is stale more than five minutes before or after the operator's time", () => {
  for (const seconds of [-300, 0, 300]) expect(() => checkClock(1_000_000 + seconds, 1_000_000)).not.toThrow();
  for (const seconds of [-301, 301]) expect(() => checkClock(1_000_000 + seconds, 1_000_000)).toThrow("stale-request");
});
