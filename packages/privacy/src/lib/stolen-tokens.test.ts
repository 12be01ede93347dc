import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { deriveEpochSeed } from "./epoch-seed.ts";
import { deriveLinkKeys } from "./link-key.ts";
import { blind } from "./prf-blinding.ts";
import { prfInput } from "./prf-input.ts";
import { finalize } from "./prf-output.ts";
import { deriveShareKey, evaluateShare, type PrfKeyPair } from "./prf-share.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const people = Array.from({ length: 12 }, (_, index) => `person.${index}@example.com`);
const others = Array.from({ length: 12 }, (_, index) => `nobody.${index}@example.com`);
const dictionary = [...people, ...others];

const [edge, aggregator] = [deriveShareKey(random(32), "demo", 1), deriveShareKey(random(32), "demo", 1)];

/** What holders of these keys derive from an e-mail address, without asking anyone. */
async function tokenOf(email: string, keys: readonly PrfKeyPair[], site = "demo", epoch = 1): Promise<string> {
  const blinding = blind(prfInput(site, "email", email), random);
  const shares = keys.map((key) => ({
    publicKey: key.publicKey,
    ...evaluateShare(key, [blinding.blinded], random),
  }));
  const [output] = finalize([blinding], shares);
  if (!output) throw new Error("no output");
  return (await deriveLinkKeys(output, site, epoch)).token;
}

const tokensOf = (emails: readonly string[], keys: readonly PrfKeyPair[]) =>
  Promise.all(emails.map((email) => tokenOf(email, keys)));
const stolen = new Set(await tokensOf(people, [edge, aggregator]));

test("a dictionary finds nobody among stolen tokens: not by hashes, and not with one operator's key", async () => {
  const hashes = dictionary.flatMap((email) =>
    [email, Buffer.from(prfInput("demo", "email", email))].flatMap((text) => [
      createHash("sha256").update(text).digest("base64url"),
      createHmac("sha256", edge.secretKey).update(text).digest("base64url"),
      createHmac("sha256", aggregator.publicKey).update(text).digest("base64url"),
    ]),
  );
  const guesses = [...hashes, ...(await tokensOf(dictionary, [edge])), ...(await tokensOf(dictionary, [aggregator]))];
  expect(guesses.filter((guess) => stolen.has(guess))).toEqual([]);
});

test("with both operators' keys the same dictionary finds everyone in it, and nobody else", async () => {
  const guesses = await tokensOf(dictionary, [edge, aggregator]);
  expect(dictionary.filter((_, index) => stolen.has(guesses[index] ?? ""))).toEqual(people);
});

test("both keys of another epoch, or of another site, find nobody", async () => {
  const next = [deriveShareKey(random(32), "demo", 2), deriveShareKey(random(32), "demo", 2)];
  const guesses = await Promise.all(people.map((email) => tokenOf(email, next, "demo", 2)));
  const elsewhere = await Promise.all(people.map((email) => tokenOf(email, [edge, aggregator], "shop")));
  expect([...guesses, ...elsewhere].filter((guess) => stolen.has(guess))).toEqual([]);
});

test("an operator's seed without its database, or its database without its seed, gives no key of an epoch", () => {
  const [seed, secret] = [random(32), random(32)];
  const key = deriveShareKey(deriveEpochSeed(seed, secret), "demo", 1);
  for (const stolenAlone of [seed, secret]) {
    const guesses = [
      deriveShareKey(stolenAlone, "demo", 1),
      deriveShareKey(deriveEpochSeed(stolenAlone, new Uint8Array(32)), "demo", 1),
      deriveShareKey(deriveEpochSeed(stolenAlone, stolenAlone), "demo", 1),
    ];
    for (const { publicKey } of guesses) expect(publicKey).not.toEqual(key.publicKey);
  }
  expect(deriveShareKey(deriveEpochSeed(seed, secret), "demo", 1)).toEqual(key);
});
