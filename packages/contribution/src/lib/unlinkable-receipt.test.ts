import { expect, test } from "vitest";
import { unlinkableReceipt } from "./unlinkable-receipt.ts";

test("all voters of a day send the same receipt", () => {
  const noon = Date.UTC(2026, 10, 22, 12);
  const receipts = [
    unlinkableReceipt({ purposes: ["classify", "link", "learn"], policyVersion: "2026-11", day: "2026-03-04" }, noon),
    unlinkableReceipt(
      { purposes: ["learn", "classify"], policyVersion: "2026-11", day: "2026-11-21" },
      noon + 3_600_000,
    ),
  ];
  expect(receipts[0]).toEqual({ purposes: ["classify", "learn"], policyVersion: "2026-11", day: "2026-11-22" });
  expect(JSON.stringify(receipts[1])).toBe(JSON.stringify(receipts[0]));
});
