import { MIN_CELL_PEOPLE } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { roundAddressDigests } from "../prf/address-digest.ts";
import { BALLOT_SETTINGS, ROUND_SETTINGS } from "./round-settings.ts";

const Rounds = v.object(ROUND_SETTINGS);
const Ballots = v.object(BALLOT_SETTINGS);

test("rounds have the documented defaults, and are read from text", () => {
  expect(v.parse(Rounds, {})).toEqual({
    LEARNING_MAX_EPSILON: 8,
    LEARNING_MIN_SPREAD_SECONDS: 900,
    LEARNING_MIN_PEOPLE: 500,
    BALLOTS_PER_PERSON: 2,
  });
  const settings = {
    LEARNING_MAX_EPSILON: "2.5",
    LEARNING_MIN_SPREAD_SECONDS: "0",
    LEARNING_MIN_PEOPLE: "2",
    BALLOTS_PER_PERSON: "1",
  };
  expect(v.parse(Rounds, settings)).toEqual({
    LEARNING_MAX_EPSILON: 2.5,
    LEARNING_MIN_SPREAD_SECONDS: 0,
    LEARNING_MIN_PEOPLE: 2,
    BALLOTS_PER_PERSON: 1,
  });
  expect(v.parse(Ballots, {})).toEqual({ BALLOTS_PER_ADDRESS_PER_ROUND: 16 });
  expect(v.parse(Ballots, { BALLOTS_PER_ADDRESS_PER_ROUND: "3" })).toEqual({ BALLOTS_PER_ADDRESS_PER_ROUND: 3 });
});

test("rejects a limit that is not a number, unbounded, or below its minimum", () => {
  for (const epsilon of ["-0.1", "Infinity", "none", Number.NaN]) {
    expect(v.is(Rounds, { LEARNING_MAX_EPSILON: epsilon })).toBe(false);
  }
  expect(v.is(Rounds, { LEARNING_MAX_EPSILON: 0 })).toBe(true);
  expect(v.is(Rounds, { LEARNING_MIN_PEOPLE: 1 })).toBe(false);
  expect(v.is(Rounds, { BALLOTS_PER_PERSON: 0.9 })).toBe(false);
  expect(v.is(Ballots, { BALLOTS_PER_ADDRESS_PER_ROUND: 0 })).toBe(false);
});

test("one subscriber, with an IPv4 address and a whole /48 of IPv6, casts fewer votes than a cell needs people", async () => {
  const most = v.parse(Ballots, {}).BALLOTS_PER_ADDRESS_PER_ROUND;
  const timesOf = async (address: string) =>
    (await roundAddressDigests(new Uint8Array(32), address)).at(-1)?.times ?? 0;
  const votes = most * ((await timesOf("203.0.113.7")) + (await timesOf("2001:db8::1")));
  expect(votes).toBe(48);
  expect(votes).toBeLessThan(MIN_CELL_PEOPLE);
});
