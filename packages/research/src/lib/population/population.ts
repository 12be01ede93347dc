import { madeWords, numberBelow, oneOf, type Random, zipfRank } from "./made-words.ts";

/** What a population is generated from. Shares are from 0 to 1. */
export interface PopulationParameters {
  readonly people: number;
  /** Towns; their sizes follow Zipf's law, and each has as many postcodes as its size deserves. */
  readonly towns: number;
  readonly givenNames: number;
  readonly surnames: number;
  /** 1 to 4 kinds of names. */
  readonly cultures: number;
  /** Share of people who live with others: two adults and up to three children. */
  readonly inFamilies: number;
  /** Share of children who have a twin. */
  readonly twins: number;
  /** Share of couples with one surname. */
  readonly oneSurname: number;
  /** Share of sons and daughters with a parent's given name. */
  readonly namedAfterParent: number;
}

/** Who somebody is, without errors. */
export interface Person {
  readonly who: number;
  readonly givenName: string;
  readonly surname: string;
  readonly birthDate: string;
  readonly gender: "f" | "m";
  readonly home: Home;
}

/** Where a household lives. */
export interface Home {
  readonly streetNumber: string;
  readonly street: string;
  readonly locality: string;
  readonly postcode: string;
}

/** The names and places that people have, and its people. */
export interface Population {
  readonly people: readonly Person[];
  /** Somewhere to move to. */
  readonly anyHome: () => Home;
  /** A surname to marry into. */
  readonly anySurname: () => string;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Generates people in households. */
export function population(parameters: PopulationParameters, random: Random): Population {
  const { cultures } = parameters;
  const given = madeWords(random, parameters.givenNames, cultures);
  const surnames = madeWords(random, parameters.surnames, cultures, 3);
  const towns = madeWords(random, parameters.towns, 1, 3);
  const streets = madeWords(random, 40 + parameters.towns, 1, 3);
  const pick = (words: readonly string[]): string => words[zipfRank(random, words.length)] ?? "";
  const anyHome = (): Home => {
    const town = zipfRank(random, towns.length);
    const postcodes = Math.max(1, Math.floor(20 / (town + 1)));
    return {
      streetNumber: String(1 + numberBelow(random, 120)),
      street: `${streets[numberBelow(random, streets.length)]} ${oneOf(random, ["street", "road", "lane"])}`,
      locality: towns[town] ?? "",
      postcode: String(10_000 + town * 37 + numberBelow(random, postcodes)),
    };
  };
  const anySurname = (): string => pick(surnames);
  const born = (from: number, to: number): string =>
    `${from + numberBelow(random, to - from)}-${two(1 + numberBelow(random, 12))}-${two(1 + numberBelow(random, 28))}`;
  const people: Person[] = [];
  const add = (surname: string, givenName: string, birthDate: string, home: Home): Person => {
    const gender = random() < 0.5 ? "f" : "m";
    const person = { who: people.length, surname, givenName, birthDate, gender, home } as const;
    people.push(person);
    return person;
  };
  while (people.length < parameters.people) {
    const home = anyHome();
    const adult = add(anySurname(), pick(given), born(1930, 1998), home);
    // A family has 3.5 people on average.
    if (random() >= parameters.inFamilies / (parameters.inFamilies + 3.5 * (1 - parameters.inFamilies))) continue;
    const surname = random() < parameters.oneSurname ? adult.surname : anySurname();
    add(surname, pick(given), born(1930, 1998), home);
    for (let child = numberBelow(random, 4); child > 0; child--) {
      const name = random() < parameters.namedAfterParent ? adult.givenName : pick(given);
      const birthDate = born(1975, 2015);
      add(adult.surname, name, birthDate, home);
      if (random() < parameters.twins) add(adult.surname, pick(given), birthDate, home);
    }
  }
  return { people, anyHome, anySurname };
}
