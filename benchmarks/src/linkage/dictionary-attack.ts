import { createHash, createHmac, hkdfSync } from "node:crypto";
import { addScalars, evaluateWithKey, randomKey } from "@sedge/research/whole-key-prf";
import { recordTerms } from "@sedge/linkage/terms";
import { prfInput, normaliseIdentifier } from "@sedge/privacy/identifier";
import { deriveLinkKeys } from "@sedge/privacy/link-key";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";

/** The result of an attack that guesses e-mail addresses against a stolen edge database. */
export interface DictionaryAttack {
  /** E-mail addresses in the dictionary, including all victims. */
  readonly dictionary: number;
  /** People whose link token and e-mail record token are in the database. */
  readonly victims: number;
  /** Victims found without a key, with every common hash of every guess. */
  readonly foundWithoutKeys: number;
  /** Guesses with one operator's stolen key, including all victims, and the victims found. */
  readonly guessesWithOneKey: number;
  readonly foundWithOneKey: number;
  /** Milliseconds per guess with one key. Time is not the limit of this attack. */
  readonly msPerGuess: number;
  /** Victims found with both keys by the same guesses, which shows that the attack works. */
  readonly foundWithBothKeys: number;
}

const SITE = "bench";
const EPOCH = 1;
const NAMES = ["ada", "bela", "cyril", "dora", "emil", "freya", "gustav", "hedy", "igor", "juno"];
const SURNAMES = ["abel", "berg", "cole", "dahl", "ende", "fox", "gray", "holm", "ives", "jung"];
const HOSTS = ["gmail.com", "yahoo.com", "outlook.com", "icloud.com", "gmx.net"];

/** The e-mail address with this number. Five million are different. */
export function guessedEmail(index: number): string {
  const name = NAMES[index % 10] ?? "";
  const surname = SURNAMES[Math.floor(index / 10) % 10] ?? "";
  const host = HOSTS[Math.floor(index / 100) % 5] ?? "";
  return `${name}.${surname}${Math.floor(index / 500)}@${host}`;
}

/** The inputs of the two kinds of token of an e-mail address. */
function inputsOf(email: string) {
  const normalised = normaliseIdentifier("email", email);
  const [term = ""] = recordTerms({ email }).fields.email?.exact ?? [];
  return { normalised, term, link: prfInput(SITE, "email", normalised), record: termInput(SITE, term) };
}

/** Tokens of an e-mail address under a whole key or one share. */
async function tokensWith(key: Uint8Array, email: string): Promise<string[]> {
  const { link, record } = inputsOf(email);
  const { token } = await deriveLinkKeys(evaluateWithKey(key, link), SITE, EPOCH);
  return [token, deriveRecordToken(evaluateWithKey(key, record), SITE, EPOCH)];
}

const HASHES = ["md5", "sha1", "sha256", "sha512"];

/** Hashes of a guess that need no key: plain, keyed with the site, and through the same HKDF. */
export function keylessGuesses(email: string): string[] {
  const { normalised, term, link, record } = inputsOf(email);
  const spellings = [Buffer.from(normalised), Buffer.from(term), link, record];
  const digests = spellings.flatMap((input) => [
    ...HASHES.map((hash) => createHash(hash).update(input).digest()),
    createHmac("sha256", SITE).update(input).digest(),
  ]);
  const salt = JSON.stringify(["sedge/v1", "record-tokens", SITE, EPOCH]);
  const use = JSON.stringify(["sedge/v1", "record-token"]);
  const outputs = [createHash("sha512").update(record).digest(), createHash("sha512").update(term).digest()];
  return [
    ...digests.flatMap((digest) => [digest.toString("base64url", 0, 16), digest.toString("base64url", 0, 32)]),
    ...outputs.map((output) => Buffer.from(hkdfSync("sha256", output, salt, use, 16)).toString("base64url")),
  ];
}

/**
 * Simulates the theft: a database with the tokens of `victims` people, and a dictionary that contains all of them.
 *
 * @param progress - Receives the share of the dictionary that was tried.
 */
export async function dictionaryAttack(
  { dictionary, victims, guessesWithKeys }: Readonly<Record<"dictionary" | "victims" | "guessesWithKeys", number>>,
  progress: (share: number) => void,
): Promise<DictionaryAttack> {
  const [edge, aggregator] = [randomKey(), randomKey()];
  const whole = addScalars(edge.secretKey, aggregator.secretKey);
  const step = Math.floor(dictionary / victims);
  const stolen = new Map<string, number>();
  for (let victim = 0; victim < victims; victim += 1) {
    for (const token of await tokensWith(whole, guessedEmail(victim * step))) stolen.set(token, victim);
  }
  const found = (tokens: readonly string[]) => tokens.flatMap((token) => stolen.get(token) ?? []);
  const without = new Set<number>();
  for (let index = 0; index < dictionary; index += 1) {
    for (const victim of found(keylessGuesses(guessedEmail(index)))) without.add(victim);
    if (index % 1_000 === 0) progress(index / dictionary);
  }
  progress(1);
  const [withOne, withBoth] = [new Set<number>(), new Set<number>()];
  // All victims, mixed with others.
  const between = Math.max(1, Math.floor(guessesWithKeys / victims));
  const guesses = Array.from({ length: victims * between }, (_, at) =>
    guessedEmail(Math.floor(at / between) * step + (at % between)),
  );
  const start = performance.now();
  for (const guess of guesses) for (const victim of found(await tokensWith(edge.secretKey, guess))) withOne.add(victim);
  const msPerGuess = (performance.now() - start) / guesses.length;
  for (const guess of guesses) for (const victim of found(await tokensWith(whole, guess))) withBoth.add(victim);
  return {
    dictionary,
    victims,
    foundWithoutKeys: without.size,
    guessesWithOneKey: guesses.length,
    foundWithOneKey: withOne.size,
    msPerGuess,
    foundWithBothKeys: withBoth.size,
  };
}
