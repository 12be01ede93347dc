import { expect, test } from "vitest";
import { purposesOf } from "./consent-manager.ts";

test("a choice changes what it names, and leaves the rest", () => {
  expect(purposesOf("all", [])).toEqual(["classify", "link", "learn"]);
  expect(purposesOf("none", ["classify", "link"])).toEqual([]);
  expect(purposesOf({ classify: true }, [])).toEqual(["classify"]);
  expect(purposesOf({ link: true }, ["classify"])).toEqual(["classify", "link"]);
  expect(purposesOf({ link: false }, ["classify", "link", "learn"])).toEqual(["classify", "learn"]);
  expect(purposesOf({ classify: false }, ["classify", "link", "learn"])).toEqual([]);
  expect(purposesOf({ link: true }, [])).toEqual([]);
});

test.each(["yes", null, undefined, 1, { classify: "yes" }])("%j is no choice", (choice) => {
  expect(() => purposesOf(choice, [])).toThrowError(expect.objectContaining({ code: "bad-consent" }));
});
