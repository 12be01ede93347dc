import * as v from "valibot";
import { expect, test } from "vitest";
import { BALLOT_SETTINGS, ballotLimits, ROUND_SETTINGS } from "./round-settings.ts";

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
  expect(ballotLimits(v.parse(Ballots, {}))).toEqual({ perMinute: 10, perDay: 100 });
  expect(
    ballotLimits(v.parse(Ballots, { BALLOTS_PER_ADDRESS_PER_MINUTE: "3", BALLOTS_PER_ADDRESS_PER_DAY: 4 })),
  ).toEqual({
    perMinute: 3,
    perDay: 4,
  });
});

test("rejects a limit that is not a number, unbounded, or below its minimum", () => {
  for (const epsilon of ["-0.1", "Infinity", "none", Number.NaN]) {
    expect(v.is(Rounds, { LEARNING_MAX_EPSILON: epsilon })).toBe(false);
  }
  expect(v.is(Rounds, { LEARNING_MAX_EPSILON: 0 })).toBe(true);
  expect(v.is(Rounds, { LEARNING_MIN_PEOPLE: 1 })).toBe(false);
  expect(v.is(Rounds, { BALLOTS_PER_PERSON: 0.9 })).toBe(false);
  expect(v.is(Ballots, { BALLOTS_PER_ADDRESS_PER_DAY: 0 })).toBe(false);
});
