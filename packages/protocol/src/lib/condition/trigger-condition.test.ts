import { expect, test } from "vitest";
import { printCondition } from "./condition.ts";
import { parseTriggerCondition } from "./trigger-condition.ts";
import { textOfJsonCondition } from "./trigger-condition-json.ts";

const messageFor = (text: string) => {
  const parsed = parseTriggerCondition(text);
  return parsed.ok ? "none" : `at ${parsed.at}: ${parsed.message}`;
};

test.each([
  "cluster:c1,c22 & cluster.shop-till:c3",
  "stage:first-visit,lapse | channel:web,iot",
  "seen:any & seen:call-centre & hours-since.any<=0",
  "hours-since.app>8784 & transitions.web.app>=3 & confidence>.5 & level>=2",
])("accepts what the edge knows: %s", (text) => {
  expect(messageFor(text)).toBe("none");
});

test.each([
  ["cluster:c1 & seen:fax", /^at 13: `fax` is not a channel or any: web, app, email/],
  ["channel:any", /^at 0: `any` is not a channel: web/],
  ["cluster:buyers", /^at 0: `buyers` is not a cluster's ID, such as c3$/],
  ["stage:buy,byu", /^at 0: `byu` is not a stage: first-visit, consider/],
  ["cluster.fax:c1", /^at 0: `cluster.fax` is not `cluster.` and a channel$/],
  ["cluster.web.app:c1", /^at 0: `cluster.web.app` is not/],
  ["hours-since.fax>1", /^at 0: `hours-since.fax` is not `hours-since.` and a channel or any$/],
  [
    "transitions.web>=1",
    /^at 0: `transitions.web` is not `transitions.` and two channels, such as transitions.web.app$/,
  ],
  ["transitions.web.any>=1", /^at 0: `transitions.web.any` is not/],
  ["transitions.web.app>=4", /^at 0: `transitions.web.app` is compared with a whole number of at most 3$/],
  ["hours-since.app>8785", /^at 0: `hours-since.app` is compared with a whole number of at most 8784$/],
  ["hours-since.app>.5", /whole number/],
  ["friction>.5", /^at 0: `friction` is known only to the page/],
])("refuses %s", (text, message) => {
  expect(messageFor(text)).toMatch(message);
});

test.each([
  [{ cluster: ["c3", "c8"] }, "cluster:c3,c8"],
  [{ cluster: ["c3"], channel: "web" }, "cluster.web:c3"],
  [{ stage: ["consider", "lapse"] }, "stage:consider,lapse"],
  [{ seen: "app" }, "seen:app"],
  [{ seen: "any", withinHours: 3 }, "hours-since.any<=3"],
  [{ seen: "app", beyondHours: 2 }, "seen:app & hours-since.app>2"],
  [{ seen: "app", beyondHours: 2, withinHours: 5 }, "hours-since.app<=5 & hours-since.app>2"],
  [{ transition: { from: "web", to: "app" } }, "transitions.web.app>=1"],
  [{ transition: { from: "web", to: "app" }, atLeast: 3 }, "transitions.web.app>=3"],
  [
    {
      all: [
        { any: [{ stage: ["buy"] }, { seen: "app", beyondHours: 2 }] },
        { not: { all: [{ seen: "web" }, { seen: "iot" }] } },
      ],
    },
    "(stage:buy | seen:app & hours-since.app>2) & !(seen:web & seen:iot)",
  ],
])("reads the JSON form of version 5 as text: %j", (json, text) => {
  expect(textOfJsonCondition(json)).toBe(text);
  const parsed = parseTriggerCondition(text);
  expect(parsed.ok && printCondition(parsed.condition)).toBe(text);
});

const nested = (depth: number): object => (depth === 1 ? { stage: ["buy"] } : { not: nested(depth - 1) });
test.each([
  null,
  {},
  { colour: "blue" },
  { cluster: "c3" },
  { cluster: [] },
  { stage: ["buy | level>1"] },
  { seen: "app", sinceHours: 2 },
  { all: [] },
  { all: [{ seen: "app" }], any: [{ seen: "app" }] },
  nested(6),
])("%j was no condition of version 5", (json) => {
  expect(textOfJsonCondition(json)).toBeUndefined();
  expect(textOfJsonCondition(nested(5))).toBe("!!!!stage:buy");
});
