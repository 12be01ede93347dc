import { expect, test } from "vitest";
import { inOrder, isMonthFirst } from "./date-order.ts";

const people = (...dates: readonly string[]) => dates.map((birthDate) => ({ birthDate }));

test.each([
  [["8/31/75", "1/2/1980"], true],
  [["31.8.1975", "1.2.1980"], false],
  [["1/2/1980", "1975-08-31"], undefined],
  [["8/31/75", "31/8/75"], undefined],
])("%j: the month comes first: %s", (dates, expected) => expect(isMonthFirst(people(...dates))).toBe(expected));

test("turns short dates to the order that their country writes", () => {
  expect(inOrder({ birthDate: "8/31/75" }, true)).toEqual({ birthDate: "31/8/75" });
  expect(inOrder({ birthDate: "8/31/75", country: "USA" }, true)).toEqual({ birthDate: "8/31/75", country: "USA" });
  expect(inOrder({ birthDate: "31.8.75", country: "US" }, false)).toEqual({ birthDate: "8.31.75", country: "US" });
  expect(inOrder({ birthDate: "1975-08-31" }, true)).toEqual({ birthDate: "1975-08-31" });
});
