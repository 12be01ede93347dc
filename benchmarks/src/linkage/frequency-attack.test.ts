import { expect, test } from "vitest";
import { frequencyAttack } from "./frequency-attack.ts";
import { keyedTokens } from "./keyed-tokens.ts";

const records = (...counts: readonly (readonly [string, number])[]) =>
  counts.flatMap(([surname, count]) => Array.from({ length: count }, () => ({ surname })));
const attack = (people: readonly { surname: string }[]) => frequencyAttack("surname", people, keyedTokens());

test("reads names of different frequencies if the exact frequencies are known", () => {
  expect(attack(records(["smith", 5], ["jones", 3], ["brown", 1]))).toEqual({
    field: "surname",
    held: 9,
    values: 3,
    heldRead: 1,
    valuesRead: 1,
    commonest: 5 / 9,
  });
});

test("names of one frequency can only be guessed", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz".split("");
  const many = letters.flatMap((a) => letters.map((b): [string, number] => [`${a}${b}olm`, 1]));
  expect(attack(records(...many))?.heldRead).toBeLessThan(0.05);
});

test("skips a field without values", () =>
  expect(frequencyAttack("postcode", [{ surname: "a" }], keyedTokens())).toBeUndefined());
