import { expect, test } from "vitest";
import { MAX_MESSAGE_CHARS, readNativeMessage } from "./native-message.ts";

const nonce = "0123456789abcdefghijkl";
const proof = `${"h".repeat(40)}.${"c".repeat(200)}.${"s".repeat(86)}`;
const text = (message: object) => JSON.stringify({ sedge: 1, nonce, ...message });

test.each([
  { type: "hello", consent: null },
  { type: "consent", consent: { classify: true }, policyVersion: "2026-11" },
  { type: "identity", identifiers: { email: "a@b.example" } },
  { type: "identity", identifiers: { phone: 4_930_123_456, loyalty: 77, account: 0 } },
  { type: "identity", identifiers: { email: "a@b.example", proof } },
  { type: "identity", identifiers: { email: "a@b.example", proof: true } },
  { type: "proof", purpose: "erase", proof },
  { type: "proof", purpose: "join", proof: null },
  { type: "export" },
  { type: "erase" },
  { type: "revoke-erasure" },
  { type: "session", events: [{ name: "screen", at: 1 }] },
  { type: "ledger", after: 0 },
  { type: "withdraw" },
  { type: "reset" },
])("the app's $type is read", (message) => {
  expect(readNativeMessage(text(message), nonce)).toMatchObject(message);
});

test.each([
  ["no text", { sedge: 1, nonce, type: "withdraw" }],
  ["no JSON", "withdraw"],
  ["another nonce", JSON.stringify({ sedge: 1, nonce: `${nonce}x`, type: "withdraw" })],
  ["no nonce", JSON.stringify({ sedge: 1, type: "withdraw" })],
  ["no type", JSON.stringify({ sedge: 1, nonce })],
  ["too long a text", text({ type: "withdraw", more: "x".repeat(MAX_MESSAGE_CHARS) })],
])("%s is not the app's, and not answered", (_, message) => {
  expect(readNativeMessage(message, nonce)).toBeNull();
});

test.each([
  ["bridge-version", { sedge: 2, type: "withdraw" }],
  ["bad-message", { type: "toString" }],
  ["bad-message", { type: "identity", identifiers: { email: 7 } }],
  ["bad-message", { type: "identity" }],
  ["bad-message", { type: "identity", identifiers: { account: { id: 7 } } }],
  ["bad-message", { type: "identity", identifiers: { email: "a@b.example", proof: false } }],
  ["bad-message", { type: "identity", identifiers: { email: "a@b.example", proof: "signed in" } }],
  [
    "bad-message",
    {
      type: "identity",
      identifiers: { email: "a@b.example", proof: `${"h".repeat(1_500)}.${proof}`.replace(/\.h+/, "") },
    },
  ],
  ["bad-message", { type: "proof", purpose: "undo", proof }],
  ["bad-message", { type: "proof", purpose: "erase" }],
  ["bad-message", { type: "proof", purpose: "erase", proof: `${proof}\n` }],
  ["bad-message", { type: "hello", consent: null, policyVersion: "of today" }],
  ["bad-message", { type: "session", events: Array.from({ length: 201 }, () => ({ name: "screen", at: 1 })) }],
  ["bad-message", { type: "ledger" }],
])("%s: %j", (code, message) => {
  expect(readNativeMessage(text(message), nonce)).toBe(code);
});
