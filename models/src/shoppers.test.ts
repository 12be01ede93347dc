import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { partOf } from "./hash-split.ts";
import { visitsFrom } from "./shoppers.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-shoppers-"));
afterAll(() => rmSync(folder, { recursive: true }));

// Rows made up in the data's columns.
const HEADER =
  "Administrative,Administrative_Duration,Informational,Informational_Duration,ProductRelated,ProductRelated_Duration,BounceRates,ExitRates,PageValues,SpecialDay,Month,OperatingSystems,Browser,Region,TrafficType,VisitorType,Weekend,Revenue";
const ROWS = [
  "2,31.5,1,12,20,640,0.01,0.02,55,0.8,Nov,1,1,1,1,Returning_Visitor,TRUE,TRUE",
  "2,31.5,1,12,20,640,0.09,0.08,0,0,Nov,4,4,4,4,Returning_Visitor,TRUE,FALSE",
  "0,0,0,0,1,0,0.2,0.2,0,0,June,1,1,1,1,New_Visitor,FALSE,FALSE",
];

function visits() {
  const path = join(folder, "visits.csv");
  writeFileSync(path, [HEADER, ...ROWS].join("\n"));
  return visitsFrom(path);
}

test("a row becomes the features that a device would have computed", () => {
  expect(visits()[0]).toMatchObject({
    bought: true,
    record: {
      administrativePages: 2,
      administrativeSeconds: 31.5,
      informationalPages: 1,
      informationalSeconds: 12,
      productRelatedPages: 20,
      productRelatedSeconds: 640,
      secondsPerProductRelatedPage: 32,
      returning: 1,
      weekend: 1,
      month11: 1,
      month06: 0,
    },
  });
  expect(visits()[2]).toMatchObject({
    bought: false,
    record: { returning: 0, weekend: 0, month06: 1, dwellSeconds: 0 },
  });
});

test("what only the analytics had changes nothing, and visits alike share a part", () => {
  const [first, second] = visits();
  expect(second?.record).toEqual(first?.record);
  expect(second?.part).toBe(first?.part);
});

test("keys spread over the parts as 70, 15 and 15", () => {
  const parts = Array.from({ length: 10_000 }, (_, index) => partOf(`key ${index}`));
  const share = (part: string) => parts.filter((found) => found === part).length / parts.length;
  expect(share("train")).toBeCloseTo(0.7, 1);
  expect(share("validation")).toBeCloseTo(0.15, 1);
  expect(share("test")).toBeCloseTo(0.15, 1);
});
