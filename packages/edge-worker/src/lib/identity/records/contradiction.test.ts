import { expect, test } from "vitest";
import { isContradiction } from "./contradiction.ts";

const steps = (...texts: string[]) =>
  texts.map((text) => {
    const [field, level = ""] = text.split(" ");
    return { field, level } as Parameters<typeof isContradiction>[1][number];
  });

test.each([
  ["two names that differ", -9, ["givenName differs", "surname differs", "locality exact"], true],
  ["another name and birth date in one home", -4, ["givenName differs", "surname exact", "birthDate differs"], true],
  [
    "another given name, and nothing of a person's own",
    -6,
    ["givenName differs", "surname exact", "phone exact"],
    true,
  ],
  ["another given name with the same e-mail", -1, ["givenName differs", "surname exact", "email exact"], false],
  ["another surname, as after a marriage", -3, ["givenName exact", "surname differs", "birthDate exact"], false],
  ["another home", -12, ["givenName near", "surname exact", "street differs", "postcode differs"], false],
  ["two names that differ, outweighed", 2, ["givenName differs", "surname differs", "nationalId exact"], false],
  ["nothing that both have", -17, [], false],
])("%s", (_, weight, fields, contradicts) => {
  expect(isContradiction(weight, steps(...fields))).toBe(contradicts);
});
