import { expect, test } from "vitest";
import { labelSpellings } from "./label-spellings.ts";

test("labels that differ only in case, spaces, hyphens or underscores have one spelling: the most frequent", () => {
  const { of, variants } = labelSpellings([
    "refund",
    "Refund",
    "refund",
    "REFUND",
    "where_is it",
    "Where-is-it",
    "new",
  ]);
  expect(["REFUND", "Refund ", "new", "unseen"].map(of)).toEqual(["refund", "refund", "new", "unseen"]);
  expect(of("where is IT")).toBe("Where-is-it");
  expect(variants).toEqual(['"refund" (2), "REFUND" (1), "Refund" (1)', '"Where-is-it" (1), "where_is it" (1)']);
});

test("the label out of scope keeps its own spelling, and another one is reported", () => {
  const { of, variants } = labelSpellings(["OOS", "OOS", "a"], "oos");
  expect(of("OOS")).toBe("oos");
  expect(variants).toEqual(['"OOS" (2), of which only "oos" means out of scope']);
});
