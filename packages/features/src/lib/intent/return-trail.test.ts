import * as v from "valibot";
import { expect, test } from "vitest";
import { SedgeEvent } from "../event.ts";
import { featureRecord } from "../feature-record.ts";
import { advance, emptySession } from "../session.ts";

const START = Date.UTC(2026, 10, 22, 9);

/** The features after product pages of these items; 0 represents a list page. */
function featuresOf(items: readonly number[]) {
  const events = items.map((item, index) =>
    v.parse(SedgeEvent, {
      kind: "page-view",
      at: START + index,
      ...(item === 0 ? { page: "list" } : { page: "product", item }),
    }),
  );
  const { returns, returnNow, returnRecency, returnGap, sameItem } = featureRecord(
    events.reduce(advance, emptySession(START)),
  );
  return [returns, returnNow, returnRecency, returnGap, sameItem];
}

test("a return has another product in between; records its distance and age", () => {
  expect(featuresOf([1, 2, 3])).toEqual([0, 0, 0, 0, 0]);
  expect(featuresOf([1, 2, 3, 1])).toEqual([1, 1, 1, 2, 0]);
  expect(featuresOf([1, 2, 3, 1, 4])).toEqual([1, 0, 0.5, 0, 0]);
  expect(featuresOf([1, 2, 1, 2])).toEqual([2, 1, 1, 1, 0]);
});

test("viewing the same product again is not a return, and a list page changes nothing", () => {
  expect(featuresOf([1, 1])).toEqual([0, 0, 0, 0, 1]);
  expect(featuresOf([1, 2, 1, 1])).toEqual([1, 0, 0.5, 0, 1]);
  expect(featuresOf([1, 2, 1, 0])).toEqual([1, 1, 1, 1, 0]);
});
