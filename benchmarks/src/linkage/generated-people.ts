import type { PersonRecord } from "@sedge/linkage/terms";
import { type Random, randomFrom } from "@sedge/models/random";

/** A record of a fictional person, and the person's number. */
export interface GeneratedRecord {
  readonly person: PersonRecord;
  readonly who: number;
}

const SYLLABLES = ["ba", "be", "bo", "da", "del", "di", "fa", "fen", "ga", "gor", "ha", "hel", "is", "jo", "ka", "kel"]
  .concat(["la", "len", "li", "ma", "mar", "mi", "na", "nel", "no", "or", "pa", "per", "ra", "ren", "ri", "sa", "sel"])
  .concat(["so", "ta", "tor", "ul", "va", "ven", "vi", "wa", "wen", "ya", "zel"]);
const GIVEN_NAMES = 3_000;
const SURNAMES = 60_000;
const STREETS = 8_000;
const TOWNS = 4_000;
/** Number of records per person: one, two or three in turn. */
const MOST_RECORDS = 3;

const words = new Map<number, string>();

/** A generated word, the same for the same number and salt (1 to 4). */
function word(index: number, salt: number): string {
  const key = index * 5 + salt;
  const known = words.get(key);
  if (known !== undefined) return known;
  const random = randomFrom(key * 31);
  const parts = 2 + Math.floor(random() * 2);
  const made = Array.from({ length: parts }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join("");
  words.set(key, made);
  return made;
}

/** Few names are common and most are rare (Zipf's law): the probability of rank r is proportional to 1 ÷ r. */
const rankOf = (random: Random, ranks: number) => Math.floor(Math.exp(random() * Math.log(ranks)));
const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join("");

function slip(text: string, random: Random): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2));
  const kind = random();
  if (kind < 0.4) return text.slice(0, at) + text.slice(at + 1);
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  return kind < 0.7 ? text.slice(0, at) + letter + text.slice(at + 1) : text.slice(0, at) + letter + text.slice(at);
}

/**
 * Generates `records` records of fictional people, one to three per person, shuffled: names by Zipf's law, birth dates over 80
 * years, addresses, phone numbers and e-mail addresses. Some values are misspelt, missing or different.
 */
export function* generatedPeople(records: number, seed: number): Generator<GeneratedRecord> {
  const random = randomFrom(seed);
  const pending: GeneratedRecord[] = [];
  for (let who = 0, made = 0; made < records; who += 1) {
    const original = someone(random, who);
    const copies = Math.min(1 + (who % MOST_RECORDS), records - made);
    made += copies;
    for (let copy = 0; copy < copies; copy += 1) {
      pending.push({ person: copy === 0 ? original : withErrors(original, random), who });
    }
    // Records of a person must not be adjacent.
    while (pending.length > 5_000) yield* taken(pending, random);
  }
  while (pending.length > 0) yield* taken(pending, random);
}

function* taken(pending: GeneratedRecord[], random: Random): Generator<GeneratedRecord> {
  const at = Math.floor(random() * pending.length);
  const last = pending.pop();
  const chosen = at < pending.length ? pending[at] : last;
  if (last && at < pending.length) pending[at] = last;
  if (chosen) yield chosen;
}

function someone(random: Random, who: number): PersonRecord {
  const givenName = word(rankOf(random, GIVEN_NAMES), 1);
  const surname = word(rankOf(random, SURNAMES), 2);
  const town = rankOf(random, TOWNS);
  const two = (n: number) => String(1 + Math.floor(random() * n)).padStart(2, "0");
  return {
    givenName,
    surname,
    birthDate: `${1930 + Math.floor(random() * 80)}-${two(12)}-${two(28)}`,
    streetNumber: String(1 + Math.floor(random() * 200)),
    street: `${word(rankOf(random, STREETS), 3)} street`,
    locality: word(town, 4),
    postcode: String(10_000 + town * 7 + Math.floor(random() * 5)),
    phone: `0${digits(random, 9)}`,
    email: `${givenName}.${surname}${who % 977}@mail${who % 11}.example`,
  };
}

function withErrors(person: PersonRecord, random: Random): PersonRecord {
  const changed: Record<string, string> = {};
  for (const [field, value] of Object.entries(person)) {
    const kind = random();
    if (kind < 0.08) continue;
    if (field === "phone" || field === "email") {
      if (kind < 0.5) continue;
      changed[field] = value;
    } else changed[field] = kind < 0.2 ? slip(value, random) : value;
  }
  return changed;
}
