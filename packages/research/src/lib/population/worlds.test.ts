import { evaluateProfiles } from "@sedge/linkage/evaluation";
import { linkRecords } from "@sedge/linkage/linkage";
import { recordTerms } from "@sedge/linkage/terms";
import { expect, test } from "vitest";
import { linkClear } from "../clear/link-clear.ts";
import { censusWorld, mailWorld, townsWorld, voterWorld, type World } from "./worlds.ts";

function measured({ records, truth, inputs }: World, isOncePerInput = false) {
  const linkage = linkRecords(
    records.map((one) => recordTerms(one)),
    isOncePerInput ? { oncePerSource: inputs } : {},
  );
  return { ...evaluateProfiles(linkage.profiles, truth), linkage };
}

test("the same seed gives the same world, another seed another", () => {
  expect(voterWorld(2, 50)).toEqual(voterWorld(2, 50));
  expect(voterWorld(3, 50).records).not.toEqual(voterWorld(2, 50).records);
});

test("300 towns with one postcode each: neighbours are not one person", () => {
  const { pairF1, linkage } = measured(townsWorld());
  expect(pairF1).toBeGreaterThan(0.99);
  expect(linkage.signs).toEqual([]);
});

test("three lists of voters, names and towns alone, a fifth of the rows corrupted", () => {
  const world = voterWorld(2, 700);
  const { pairF1, groupF1, pairPrecision } = measured(world);
  expect(pairF1).toBeGreaterThan(0.82);
  expect(groupF1).toBeGreaterThan(0.7);
  expect(pairPrecision).toBeGreaterThan(0.85);
  expect(measured(world, true).pairF1).toBeGreaterThan(pairF1 ?? 1);
});

test("two files of a census with families: not one person each, with and without once per input", () => {
  const world = censusWorld(3, 1_000);
  expect(measured(world).pairF1).toBeGreaterThan(0.95);
  const { pairF1, pairPrecision } = measured(world, true);
  expect(pairF1).toBeGreaterThan(0.96);
  expect(pairPrecision).toBeGreaterThan(0.99);
});

test("e-mails made of names: precision stays while the file grows seven times", () => {
  const [small, large] = [measured(mailWorld(4, 300)), measured(mailWorld(4, 2_000))];
  expect(small.pairPrecision).toBeGreaterThan(0.9);
  expect(large.pairPrecision).toBeGreaterThan(0.9);
  expect(large.pairF1).toBeGreaterThan(0.84);
});

test("tokens find about as much as clear texts do", () => {
  const world = censusWorld(5, 250);
  const clear = evaluateProfiles(linkClear(world.records).profiles, world.truth).pairF1 ?? 0;
  expect(clear - (measured(world).pairF1 ?? 0)).toBeLessThan(0.01);
});

test("a source with 1 % of invented records that agree with others merges nobody else", () => {
  const { records, truth } = censusWorld(6, 500);
  // Each has one person's name and birth date, and another's home.
  const invented = Array.from({ length: Math.ceil(records.length / 100) }, (_, at) => {
    const { givenName = "", surname = "", birthDate = "" } = records[at * 7] ?? {};
    return { ...records[at * 7 + 3], givenName, surname, birthDate };
  });
  const linked = linkRecords([...records, ...invented].map((one) => recordTerms(one)));
  const clean = measured({ name: "", records, truth, inputs: [] });
  const others = evaluateProfiles([...linked.profiles].slice(0, records.length), truth);
  expect(others.pairPrecision).toBeGreaterThan((clean.pairPrecision ?? 1) - 0.005);
  expect(others.pairF1).toBeGreaterThan((clean.pairF1 ?? 1) - 0.01);
});
