import { xorshift128 } from "@sedge/clustering/random";
import type { PersonRecord } from "@sedge/linkage/terms";
import { numberBelow, type Random, typed } from "./made-words.ts";
import { observed, type ObservationParameters } from "./observation.ts";
import { population, type Population, type PopulationParameters } from "./population.ts";

/** Generated records: who each is of, and the input that it stands in. */
export interface World {
  readonly name: string;
  readonly records: readonly PersonRecord[];
  readonly truth: readonly number[];
  readonly inputs: readonly number[];
}

const PEOPLE: PopulationParameters = {
  people: 5_000,
  towns: 120,
  givenNames: 900,
  surnames: 2_500,
  cultures: 4,
  inFamilies: 0.7,
  twins: 0.03,
  oneSurname: 0.8,
  namedAfterParent: 0.03,
};
const FILE: ObservationParameters = {
  fields: [],
  corrupted: 0.2,
  mostErrors: 2,
  heard: 0.3,
  moved: 0.02,
  married: 0.01,
  missing: 0.01,
  missingOfChildren: 0,
};

class WorldFile {
  readonly #rows: { record: PersonRecord; who: number; input: number; key: number }[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  add(record: PersonRecord, who: number, input = 0): void {
    this.#rows.push({ record, who, input, key: this.#random() });
  }

  /** The rows in a random order. */
  world(name: string): World {
    const rows = this.#rows.toSorted((one, other) => one.key - other.key);
    return {
      name,
      records: rows.map(({ record }) => record),
      truth: rows.map(({ who }) => who),
      inputs: rows.map(({ input }) => input),
    };
  }
}

/** Every person in each of `inputs` files with the probability `share`. */
function files(
  people: Population,
  name: string,
  form: ObservationParameters,
  inputs: number,
  share: number,
  random: Random,
): World {
  const file = new WorldFile(random);
  for (let input = 0; input < inputs; input++) {
    for (const person of people.people) {
      if (random() < share) file.add(observed(person, form, people, random), person.who, input);
    }
  }
  return file.world(name);
}

/**
 * 6,000 people in 300 towns with one postcode each, no household, no birth date; one in five is there twice, with one letter
 * wrong. Suburb and postcode say the same, so that a model that counts both takes neighbours for one person.
 */
export function townsWorld(seed = 1, people = 6_000): World {
  const random = xorshift128(seed);
  const syllables = "ba be bo da de do ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va ve vo".split(
    " ",
  );
  const one = (items: readonly string[]): string => items[numberBelow(random, items.length)] ?? "";
  const some = (count: number, word: () => string): string[] => [...new Set(Array.from({ length: count }, word))];
  const part = (): string => one(syllables);
  const given = some(600, () => part() + part() + one(["n", "s", "l", "r"]));
  const surnames = some(3_000, () => part() + part() + part() + one(["n", "sen", "ley", "ton"]));
  const towns = Array.from({ length: 300 }, () => ({
    locality: `${part()}${part()}${part()}ville`,
    postcode: String(20_000 + numberBelow(random, 10_000)),
  }));
  const file = new WorldFile(random);
  for (let who = 0; who < people; who++) {
    const town = towns[numberBelow(random, towns.length)] ?? { locality: "", postcode: "" };
    const record: Record<string, string> = { givenName: one(given), surname: one(surnames), ...town };
    file.add(record, who);
    if (random() >= 0.2) continue;
    const wrong = one(Object.keys(record));
    file.add({ ...record, [wrong]: typed(random, record[wrong] ?? "") }, who);
  }
  return file.world("300 towns");
}

/** Three lists of voters: names and towns alone, a fifth of the rows corrupted. Households share all but the given name. */
export function voterWorld(seed = 2, people = 2_000): World {
  const random = xorshift128(seed);
  const everybody = population({ ...PEOPLE, people }, random);
  const form: ObservationParameters = { ...FILE, fields: ["givenName", "surname", "locality", "postcode"], moved: 0 };
  return files(everybody, "voters", form, 3, 0.6, random);
}

/** Two files of a census: households, twins, moves and marriages between the two, children with less filled in. */
export function censusWorld(seed = 3, people = 4_000): World {
  const random = xorshift128(seed);
  const everybody = population({ ...PEOPLE, people, inFamilies: 0.85 }, random);
  const form: ObservationParameters = {
    ...FILE,
    fields: ["givenName", "surname", "gender", "birthDate", "streetNumber", "street", "postcode"],
    corrupted: 0.3,
    moved: 0.05,
    married: 0.02,
    missing: 0.03,
    missingOfChildren: 0.1,
  };
  return files(everybody, "census", form, 2, 0.9, random);
}

/** One file of customers with e-mail addresses made of their names: most are there once, some up to three times. */
export function mailWorld(seed = 4, people = 3_000): World {
  const random = xorshift128(seed);
  const everybody = population({ ...PEOPLE, people, inFamilies: 0.3, givenNames: 400, surnames: 800 }, random);
  const form: ObservationParameters = {
    ...FILE,
    fields: ["givenName", "surname", "birthDate", "locality", "email"],
    corrupted: 0.5,
    moved: 0.05,
    missing: 0.15,
  };
  const file = new WorldFile(random);
  for (const person of everybody.people) {
    const copies = person.who % 4 === 0 ? 1 + numberBelow(random, 3) : 1;
    for (let copy = 0; copy < copies; copy++) file.add(observed(person, form, everybody, random), person.who);
  }
  return file.world(`mail, ${people} people`);
}

/** The worlds that the bench measures. */
export const WORLDS: readonly (() => World)[] = [
  townsWorld,
  voterWorld,
  censusWorld,
  () => mailWorld(4, 300),
  () => mailWorld(4, 3_000),
  () => mailWorld(4, 15_000),
];
