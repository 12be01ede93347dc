import { ROUND_SETTINGS } from "@sedge/operator/rounds";
import * as v from "valibot";
import { expect, test } from "vitest";
import { roundRequest } from "../../../test/edge.ts";
import { isAcceptable } from "./acceptable-request.ts";

const usual = v.parse(v.object(ROUND_SETTINGS), {});
const NOW = 1_800_000_000;
const accepts = (changes: object, settings = usual) =>
  isAcceptable(roundRequest({ minPeople: 500, deadline: NOW + 3_600, ...changes }), settings, NOW);

test.each([
  ["500 people, a quarter of an hour, and twice that until the end", { deadline: NOW + 1_800 }, true],
  ["499 people", { minPeople: 499 }, false],
  ["votes spread over less than a quarter of an hour", { spreadSeconds: 899 }, false],
  ["an end in less than half an hour", { deadline: NOW + 1_799 }, false],
  ["a delta at which every round looks cheap", { delta: 1.01e-6 }, false],
  ["a smaller delta", { delta: 1e-9 }, true],
])("the usual settings and %s: %j is %s", (_, changes, expected) => {
  expect(accepts(changes)).toBe(expected);
});

test("a deployment may lower its settings", () => {
  expect(
    accepts({ minPeople: 2, spreadSeconds: 0 }, { ...usual, LEARNING_MIN_PEOPLE: 2, LEARNING_MIN_SPREAD_SECONDS: 0 }),
  ).toBe(true);
});
