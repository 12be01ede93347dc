import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { featureRecord, SedgeEvent } from "@sedge/features";
import * as v from "valibot";
import { afterAll, expect, test } from "vitest";
import { eventOf, prefixesOf, sessionsFrom } from "./clickstream.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-clicks-"));
afterAll(() => rmSync(folder, { recursive: true }));

// Rows made up in the data's columns.
const HEADER =
  "year,month,day,order,country,session_id,main_category,model_code,colour,location,model_photography,price,price_2,page";
const ROWS = [
  "2008,5,9,2,29,71,2,90,1,1,1,31,2,3",
  "2008,5,9,1,29,71,1,12,1,1,1,44,1,1",
  "2008,7,2,1,9,72,4,200,1,1,1,20,2,5",
];

function written(): string {
  const path = join(folder, "clicks.csv.gz");
  writeFileSync(path, gzipSync(`${[HEADER, ...ROWS].join("\n")}\n`));
  return path;
}

test("rows become visits, their clicks in order", () => {
  const visits = sessionsFrom(written());
  expect(visits.map(({ id, month, day, clicks }) => [id, month, day, clicks.length])).toEqual([
    ["71", 5, 9, 2],
    ["72", 7, 2, 1],
  ]);
  expect(visits[0]?.clicks).toEqual([
    { category: 1, item: 12, price: 44, priceAboveMean: true, listPage: 1 },
    { category: 2, item: 90, price: 31, priceAboveMean: false, listPage: 3 },
  ]);
});

test("a click becomes the event that a device would have made", () => {
  const [visit] = sessionsFrom(written());
  const event = visit?.clicks[1] && eventOf(visit.clicks[1], 1_000);
  expect(v.parse(SedgeEvent, event)).toEqual({
    kind: "page-view",
    at: 1_000,
    page: "product",
    category: 2,
    item: 90,
    price: 31,
    listPage: 3,
  });
});

test("a session after every click, in one sitting", () => {
  const [visit] = sessionsFrom(written());
  const records = visit ? prefixesOf(visit).map(featureRecord) : [];
  expect(records.map(({ clickDepth, categoriesSeen, visits }) => [clickDepth, categoriesSeen, visits])).toEqual([
    [1, 1, 1],
    [2, 2, 1],
  ]);
});
