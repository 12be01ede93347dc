import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { evaluateProfiles } from "../evaluation/evaluation.ts";
import { linkClear } from "../../../../research/src/lib/clear/link-clear.ts";
import type { PersonRecord } from "../terms/person-record.ts";
import { recordTerms } from "../terms/record-terms.ts";
import { mapTerms } from "../terms/token-record.ts";
import { linkRecords } from "./link-records.ts";
import type { LinkageStage } from "./linkage-options.ts";

/** A fixed sequence of numbers from 0 to 1 (Park and Miller's minimal standard). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const PARTS = [
  "ka",
  "lo",
  "mi",
  "ren",
  "tas",
  "vo",
  "del",
  "bur",
  "nin",
  "gra",
  "hol",
  "sen",
  "wic",
  "fa",
  "por",
  "du",
];

/** Imagined people, three records of each, with errors; and who each is. */
function simulatedPeople(people: number, seed: number): { records: PersonRecord[]; truth: number[] } {
  const random = sequence(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const word = (): string => Array.from({ length: 2 + below(2) }, () => PARTS[below(PARTS.length)] ?? "").join("");
  const two = (end: number): string => String(1 + below(end)).padStart(2, "0");
  const records: PersonRecord[] = [];
  const truth: number[] = [];
  for (let who = 0; who < people; who++) {
    const original = {
      givenName: word(),
      surname: word(),
      birthDate: `${1930 + below(70)}-${two(12)}-${two(28)}`,
      postcode: String(10_000 + below(300)),
      phone: `030${String(below(10_000_000)).padStart(7, "0")}`,
    };
    for (let copy = 0; copy < 3; copy++) {
      const record: Record<string, string> = {};
      for (const [field, value] of Object.entries(original)) {
        const luck = random();
        const at = below(value.length);
        if (luck < 0.15) continue;
        record[field] = luck < 0.3 ? value.slice(0, at) + value.slice(at + 1) : value;
      }
      records.push(record);
      truth.push(who);
    }
  }
  return { records, truth };
}

const { records, truth } = simulatedPeople(150, 20_260_102);
const terms = records.map(recordTerms);

test("finds the people among tokens, and never by a chain alone", () => {
  const linkage = linkRecords(terms);
  const found = evaluateProfiles(linkage.profiles, truth);
  expect(found.pairPrecision).toBeGreaterThan(0.99);
  expect(found.pairRecall).toBeGreaterThan(0.95);
  expect(linkage.records).toBe(records.length);
  expect([...linkage.confidence].every((one) => one >= 0 && one <= 1)).toBe(true);
  expect(linkage.comparedPairs).toBeLessThan((records.length * (records.length - 1)) / 2);
});

test("tokens give exactly what the terms themselves would: only equality counts", () => {
  const token = (term: string): string =>
    Buffer.from(hash("sha256", `key${term}`, "buffer").subarray(0, 16)).toString("base64url");
  const private_ = linkRecords(terms.map((one) => mapTerms(one, token)));
  const plain = linkRecords(terms);
  expect([...private_.profiles]).toEqual([...plain.profiles]);
  expect(private_.model).toEqual(plain.model);
});

test("true distances between texts find hardly more", () => {
  const clear = evaluateProfiles(linkClear(records).profiles, truth);
  const tokens = evaluateProfiles(linkRecords(terms).profiles, truth);
  expect(clear.pairF1).toBeGreaterThan(0.95);
  expect(clear.pairF1 - tokens.pairF1).toBeLessThan(0.02);
});

test("never links records of a source without duplicates", () => {
  const sources = records.map((_, at) => at % 3);
  const { profiles } = linkRecords(terms, { oncePerSource: sources });
  const seen = new Set([...profiles].map((profile, at) => `${profile} ${sources[at]}`));
  expect(seen.size).toBe(records.length);
  expect(evaluateProfiles(profiles, truth).pairRecall).toBeGreaterThan(0.95);
});

test("reads a generator once, and reports its stages in order", () => {
  const stages: LinkageStage[] = [];
  const linkage = linkRecords(
    (function* () {
      yield* terms;
    })(),
    {},
    (stage, share) => {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      if (stages.at(-1) !== stage) stages.push(stage);
    },
  );
  expect(stages).toEqual(["read", "block", "learn", "score", "cluster"]);
  expect(linkage.records).toBe(records.length);
});

test("two records of one person are enough, though nothing can be learnt from one pair", () => {
  const jane = {
    givenName: "Jane",
    surname: "Featherstone",
    birthDate: "1981-03-14",
    postcode: "4217",
    phone: "0755501234",
  };
  const otto = { givenName: "Otto", surname: "Brankovic", birthDate: "1953-11-30", postcode: "8042" };
  const profilesOf = (records: readonly PersonRecord[]) => [
    ...linkRecords(records.map((one) => recordTerms(one))).profiles,
  ];
  expect(profilesOf([jane, { ...jane, surname: "Fetherstone" }])).toEqual([0, 0]);
  expect(profilesOf([jane, otto])).toEqual([0, 1]);
});

test.each([[[]], [[{}]], [[{}, {}]], [[{ surname: "Smith" }, { surname: "Smith" }]]])("takes %j as it comes", (few) => {
  const { profiles } = linkRecords(few.map((one: PersonRecord) => recordTerms(one)));
  expect([...profiles]).toEqual(few.map((_, at) => at));
});
