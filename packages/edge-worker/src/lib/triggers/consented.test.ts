import type { ConsentReceipt } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { somebody } from "../../../test/visitor.ts";
import { keepReceipt } from "../receipts.ts";
import { areConsented } from "./consented.ts";

const receipt = (day: string, ...purposes: ConsentReceipt["purposes"]): ConsentReceipt => ({
  purposes,
  policyVersion: "2026-11",
  day,
});

test("a webhook needs consent for every token, newer than any withdrawal", async () => {
  const [{ token }, { token: other }] = await Promise.all([somebody(), somebody()]);
  const keep = (of: typeof token, kept: ConsentReceipt) => keepReceipt(env.DB, "demo", [of], kept);
  const areAllConsented = (...tokens: (typeof token)[]) => areConsented(env.DB, "demo", tokens);
  expect(await areAllConsented(token)).toBe(false);
  await keep(token, receipt("2026-11-20", "classify", "link"));
  expect(await areAllConsented(token)).toBe(true);
  expect(await areAllConsented(token, other)).toBe(false);
  await keep(other, receipt("2026-11-20", "link"));
  expect(await areAllConsented(token, other)).toBe(true);
  expect(await areConsented(env.DB, "small-site", [token])).toBe(false);
  await keep(token, receipt("2026-11-21", "classify"));
  expect(await areAllConsented(token, other)).toBe(false);
  // Which of the two came first on one day nobody knows.
  await keep(token, receipt("2026-11-21", "link"));
  expect(await areAllConsented(token)).toBe(false);
  await keep(token, receipt("2026-11-22", "link"));
  expect(await areAllConsented(token, other)).toBe(true);
});
