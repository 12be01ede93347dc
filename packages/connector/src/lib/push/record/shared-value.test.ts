import { expect, test } from "vitest";
import { bareContact, hasLostDigits, isShared, wholeDigits } from "./shared-value.ts";

test.each(["0", "n/a", "NULL", "-", "Guest", "(none)", "-1", "00000000-0000-0000-0000-000000000000", "#N/A"])(
  "the account %s is nobody's",
  (account) => expect(isShared("account", account)).toBe(true),
);

test.each(["1", "10", "guest-7", "1111", "O'Neill", "None Such"])("the account %s is somebody's", (account) =>
  expect(isShared("account", account)).toBe(false),
);

test("numbers and addresses that stand for none", () => {
  expect(["0000000000", "999999999", "unknown"].map((text) => isShared("loyalty", text))).toEqual([true, true, true]);
  expect(
    ["noreply@shop.example", "none@none.com", "no-email@x.example"].map((text) => isShared("email", text)),
  ).toEqual([true, true, true]);
  expect(isShared("email", "nona@x.example") || isShared("loyalty", "9999998")).toBe(false);
});

test("an exponent that cut digits off is found, one that did not is written out", () => {
  expect(["1.23457E+18", "4,5E+12", "9e+20"].map(hasLostDigits)).toEqual([true, true, true]);
  expect(["4.1791234567E+10", "1234.0", "007.5", "1e5x", "5E12"].map(wholeDigits)).toEqual([
    "41791234567",
    "1234",
    "007.5",
    "1e5x",
    "5E12",
  ]);
});

test.each([
  ["loyalty", "************4242"],
  ["loyalty", "XXXX 4242"],
  ["account", "•••• 4242"],
  ["email", "a*****@example.com"],
  ["phone", "**** 0101"],
] as const)("a masked %s identifies nobody: %s", (kind, text) => expect(isShared(kind, text)).toBe(true));

test.each([
  ["Ada Lind <ada@example.com>", "ada@example.com"],
  ['"Lind, Ada" <ada@example.com>', "ada@example.com"],
  ["mailto:ada@example.com", "ada@example.com"],
  ["whatsapp:+442079460101", "+442079460101"],
  ["a <a@example.com>, b <b@example.com>", "a <a@example.com>, b <b@example.com>"],
])("%s is the contact %s", (text, bare) => expect(bareContact(text)).toBe(bare));
