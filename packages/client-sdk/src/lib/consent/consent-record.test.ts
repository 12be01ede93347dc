import { expect, test } from "vitest";
import { type ConsentRecord, parseRecord } from "./consent-record.ts";

const record: ConsentRecord = {
  version: 1,
  seed: "00112233445566ff",
  consent: {
    purposes: ["classify", "link"],
    policyVersion: "",
    day: "2026-11-21",
    source: "tcf",
  },
};

test("a record is read back as it was written", () => {
  expect(parseRecord(JSON.stringify(record))).toEqual(record);
});

test.each([
  null,
  "",
  "{",
  "null",
  JSON.stringify({ ...record, version: 2 }),
  JSON.stringify({ ...record, seed: "short" }),
  JSON.stringify({ ...record, consent: { ...record.consent, purposes: ["advertise"] } }),
])("%j is no record", (text) => expect(parseRecord(text)).toBeNull());
