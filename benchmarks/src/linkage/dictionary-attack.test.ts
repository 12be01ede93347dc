import { createHash } from "node:crypto";
import { deriveRecordToken } from "@sedge/privacy/record-token";
import { expect, test } from "vitest";
import { dictionaryAttack, guessedEmail, keylessGuesses } from "./dictionary-attack.ts";

test("finds nobody without both keys, and everybody with both", async () => {
  const shares: number[] = [];
  const size = { dictionary: 1_200, victims: 8, guessesWithKeys: 24 };
  const attack = await dictionaryAttack(size, (share) => shares.push(share));
  expect(attack).toMatchObject({
    victims: 8,
    foundWithoutKeys: 0,
    guessesWithOneKey: 24,
    foundWithOneKey: 0,
    foundWithBothKeys: 8,
  });
  expect(attack.msPerGuess).toBeGreaterThan(0);
  expect(shares).toEqual([0, 1_000 / 1_200, 1]);
});

test("finds everybody in a database that stores hashes, also through the same HKDF", () => {
  const email = guessedEmail(4_242);
  const guesses = new Set(keylessGuesses(email));
  const digest = createHash("sha256").update(email.replace(".", "")).digest();
  const plain = createHash("sha256").update(email).digest();
  expect([digest, plain].some((bytes) => guesses.has(bytes.toString("base64url")))).toBe(true);
  const term = `email:${email}`;
  expect(guesses.has(deriveRecordToken(createHash("sha512").update(term).digest(), "bench", 1))).toBe(true);
});

test("repeats no e-mail address in the dictionary", () =>
  expect(new Set(Array.from({ length: 20_000 }, (_, index) => guessedEmail(index * 37))).size).toBe(20_000));
