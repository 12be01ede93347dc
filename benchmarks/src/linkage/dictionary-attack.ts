import { createHash, createHmac, hkdfSync } from "node:crypto";
import { addScalars, evaluateWithKey, randomKey } from "@sedge/research/whole-key-prf";
import { recordTerms } from "@sedge/linkage/terms";
import { prfInput, normaliseIdentifier } from "@sedge/privacy/identifier";
import { deriveLinkKeys } from "@sedge/privacy/link-key";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";

/** What a stolen edge database gave away to who guesses e-mails. */
export interface DictionaryAttack {
  /** E-mails in the dictionary, all victims among them. */
  readonly dictionary: number;
  /** People whose link token and e-mail record token are in the database. */
  readonly victims: number;
  /** Victims found without a key, by every common hash of every guess. */
  readonly foundWithoutKeys: number;
  /** Guesses that the thief of one operator's key made, all victims among them, and whom that found. */
  readonly guessesWithOneKey: number;
  readonly foundWithOneKey: number;
  /** Milliseconds of a guess with one key: it is not time that is lacking. */
  readonly msPerGuess: number;
  /** The same guesses with both keys: what the tokens would be worth then, and that the attack works. */
  readonly foundWithBothKeys: number;
}

const SITE = "bench";
const EPOCH = 1;
const NAMES = ["ada", "bela", "cyril", "dora", "emil", "freya", "gustav", "hedy", "igor", "juno"];
const SURNAMES = ["abel", "berg", "cole", "dahl", "ende", "fox", "gray", "holm", "ives", "jung"];
const HOSTS = ["gmail.com", "yahoo.com", "outlook.com", "icloud.com", "gmx.net"];

/** The e-mail with this number: five million are different. */
export function guessedEmail(index: number): string {
  const name = NAMES[index % 10] ?? "";
  const surname = SURNAMES[Math.floor(index / 10) % 10] ?? "";
  const host = HOSTS[Math.floor(index / 100) % 5] ?? "";
  return `${name}.${surname}${Math.floor(index / 500)}@${host}`;
}

/** What the two kinds of token of an e-mail are made of. */
function inputsOf(email: string) {
  const normalised = normaliseIdentifier("email", email);
  const [term = ""] = recordTerms({ email }).fields.email?.exact ?? [];
  return { normalised, term, link: prfInput(SITE, "email", normalised), record: termInput(SITE, term) };
}

/** Tokens of an e-mail under a key, whole or half. */
async function tokensWith(key: Uint8Array, email: string): Promise<string[]> {
  const { link, record } = inputsOf(email);
  const { token } = await deriveLinkKeys(evaluateWithKey(key, link), SITE, EPOCH);
  return [token, deriveRecordToken(evaluateWithKey(key, record), SITE, EPOCH)];
}

const HASHES = ["md5", "sha1", "sha256", "sha512"];

/** What a thief of the database alone can make of a guess: hashes, plain, with the site as key, and through the same HKDF. */
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
 * Plays the theft: a database with the tokens of `victims` people, and a dictionary that holds all of them.
 *
 * @param progress - Told the share of the dictionary that is tried.
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
  // All victims, and others between them.
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
