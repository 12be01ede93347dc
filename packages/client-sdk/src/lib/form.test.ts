import { expect, test } from "vitest";
import { either, isFlag, isNumber, isText, listOf, matching, maybe, misfit, oneOf, shape } from "./form.ts";

test("validators accept their values and reject others", () => {
  const forms: [(value: unknown) => boolean, unknown[], unknown[]][] = [
    [isNumber, [0, -1.5], [Number.NaN, Infinity, "1", null]],
    [isText, [""], [1, undefined]],
    [isFlag, [true], [1, "true"]],
    [matching(/^a$/), ["a"], ["b", 1]],
    [oneOf(1, null), [1, null], [undefined, "1"]],
    [either(isText, isNumber), ["a", 1], [true]],
    [maybe(isText), ["a", undefined], [null]],
    [listOf(isNumber, 2), [[], [1, 2]], [[1, 2, 3], ["1"], {}, { length: 0 }]],
    [shape({ a: isNumber }), [{ a: 1 }, { a: 1, b: 2 }], [{}, { a: "1" }, null, 1, []]],
  ];
  for (const [form, good, bad] of forms) {
    for (const value of good) expect(form(value)).toBe(true);
    for (const value of bad) expect(form(value)).toBe(false);
  }
});

test("a misfit is named", () => {
  expect(misfit({ a: isNumber, b: isText }, { a: 1 })).toBe("b");
  expect(misfit({ a: isNumber }, { a: 1 })).toBeNull();
});
