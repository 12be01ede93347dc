import { randomFrom } from "@sedge/models/random";
import { csvLine } from "@sedge/connector/rows";

const GIVEN = [
  "Alma",
  "Bruno",
  "Carla",
  "Dario",
  "Edith",
  "Farid",
  "Greta",
  "Hugo",
  "Ilse",
  "Jonas",
  "Kamila",
  "Leander",
].concat(["Mirela", "Nadia", "Oskar", "Philippa", "Quentin", "Rosalind", "Stefan", "Tamara", "Ulrike", "Viktor"]);
const SURNAMES = ["Abendroth", "Bielski", "Corradini", "Dunmore", "Eastwick", "Ferrante", "Grimaldi", "Hollingworth"]
  .concat(["Ivarsson", "Jablonski", "Kettering", "Lindqvist", "Marchetti", "Nottingley", "Ostrander", "Pemberton"])
  .concat([
    "Quillfeather",
    "Rasmussen",
    "Santangelo",
    "Thistlewood",
    "Underhill",
    "Vandersteen",
    "Wetherby",
    "Zielinski",
  ]);
const STREETS = [
  "Harbour Lane",
  "Mill Road",
  "Orchard Way",
  "Station Street",
  "Quarry Close",
  "Abbey Walk",
  "Ferry Hill",
];
const CITIES = ["Northwick", "Eastbourne Cross", "Marlow Fen", "Saltford", "Greywater", "Aldermoor"];

/** Headers of a file of generated people. */
export const PEOPLE_COLUMNS = [
  "given_name",
  "surname",
  "dob",
  "street",
  "city",
  "postcode",
  "phone",
  "person",
] as const;

/** A record of a fictional person; `person` is the true entity. */
export type GeneratedRecord = Record<(typeof PEOPLE_COLUMNS)[number], string>;

/**
 * `people` people, each once without errors and once with some: a lost or swapped letter, a missing value, a wrong
 * digit in the birth date, a new address. All clean records come first.
 */
export function generatedPeople(people: number, seed: number): GeneratedRecord[] {
  const random = randomFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = (words: readonly string[]) => words[below(words.length)] ?? "";
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join("");
  const sound = Array.from({ length: people }, (_, person): GeneratedRecord => ({
    given_name: pick(GIVEN),
    surname: pick(SURNAMES),
    dob: `19${30 + below(70)}-${String(1 + below(12)).padStart(2, "0")}-${String(1 + below(28)).padStart(2, "0")}`,
    street: `${1 + below(90)} ${pick(STREETS)}`,
    city: pick(CITIES),
    postcode: digits(5),
    phone: `0${digits(9)}`,
    person: `p${person}`,
  }));
  const slipped = (text: string) => {
    const at = 1 + below(text.length - 2);
    return random() < 0.5
      ? text.slice(0, at) + text.slice(at + 1)
      : text.slice(0, at) + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2);
  };
  return [
    ...sound,
    ...sound.map((record): GeneratedRecord => {
      const moved = random() < 0.2;
      return {
        ...record,
        given_name: random() < 0.3 ? slipped(record.given_name) : record.given_name,
        surname: random() < 0.3 ? slipped(record.surname) : record.surname,
        dob: random() < 0.1 ? `${record.dob.slice(0, -1)}${(Number(record.dob.at(-1)) + 1) % 10}` : record.dob,
        street: moved ? `${1 + below(90)} ${pick(STREETS)}` : record.street,
        postcode: moved ? digits(5) : record.postcode,
        phone: random() < 0.4 ? "" : record.phone,
      };
    }),
  ];
}

/** A CSV file of records, with the given headers. */
export function peopleFile(
  records: readonly GeneratedRecord[],
  heads: Readonly<Record<string, keyof GeneratedRecord>> = Object.fromEntries(
    PEOPLE_COLUMNS.map((column) => [column, column]),
  ),
): string {
  const lines = records.map((record) => csvLine(Object.values(heads).map((column) => record[column])));
  return [csvLine(Object.keys(heads)), ...lines, ""].join("\n");
}
