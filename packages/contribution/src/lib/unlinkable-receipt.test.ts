import { VoteReceipt } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { unlinkableReceipt } from "./unlinkable-receipt.ts";

test("all voters of a day send the same receipt, with no text that an operator or a page chooses", () => {
  const noon = Date.UTC(2026, 10, 22, 12);
  const receipt = unlinkableReceipt(noon);
  expect(receipt).toEqual({ purposes: ["classify", "learn"], day: "2026-11-22" });
  expect(v.is(VoteReceipt, receipt)).toBe(true);
  expect(JSON.stringify(unlinkableReceipt(noon + 3_600_000))).toBe(JSON.stringify(receipt));
});
