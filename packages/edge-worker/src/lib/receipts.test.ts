import type { ConsentReceipt, ProfileExport } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { act, RECEIPT, somebody } from "../../test/visitor.ts";
import { admitReceipt, keepReceipt, receiptsOf } from "./receipts.ts";

const WITHDRAWAL: ConsentReceipt = { ...RECEIPT, purposes: [] };
const DEVICE = { isSameDayEnough: true };
const ON_FILE = { isSameDayEnough: false };

const stored = async (token: Awaited<ReturnType<typeof somebody>>["token"]) =>
  (await receiptsOf(env.DB, "demo", [token])).map(({ receipt }) => receipt);

describe("a decision of the same day", () => {
  test("is stored beside the withdrawal when a device asks again", async () => {
    const { token } = await somebody();
    await keepReceipt(env.DB, "demo", [token], WITHDRAWAL);
    await admitReceipt(env.DB, "demo", [token], RECEIPT, DEVICE);
    expect(await stored(token)).toEqual([WITHDRAWAL, RECEIPT]);
  });

  test("is stored when its purposes or its policy version change", async () => {
    const { token } = await somebody();
    const more: ConsentReceipt = { ...RECEIPT, purposes: ["classify", "learn", "link"] };
    const newer: ConsentReceipt = { ...RECEIPT, policyVersion: "2026-12" };
    for (const receipt of [RECEIPT, more, newer]) await admitReceipt(env.DB, "demo", [token], receipt, DEVICE);
    expect(await stored(token)).toHaveLength(3);
    expect(await stored(token)).toEqual(expect.arrayContaining([RECEIPT, more, newer]));
  });

  test("is refused after a withdrawal if it comes from a file, and is not stored", async () => {
    const { token } = await somebody();
    await keepReceipt(env.DB, "demo", [token], WITHDRAWAL);
    await expect(admitReceipt(env.DB, "demo", [token], RECEIPT, ON_FILE)).rejects.toMatchObject({
      code: "consent-withdrawn",
    });
    expect(await stored(token)).toEqual([WITHDRAWAL]);
    const nextDay = { ...RECEIPT, day: "2026-11-22" };
    await admitReceipt(env.DB, "demo", [token], nextDay, ON_FILE);
    expect(await stored(token)).toEqual([WITHDRAWAL, nextDay]);
  });

  test("is exported: a page that links again on the day of its withdrawal has both receipts", async () => {
    const keys = await somebody();
    await act("erase", [keys], { receipt: WITHDRAWAL });
    expect((await act("link", [keys])).status).toBe(200);
    const { receipts } = await (await act("export", [keys], { receipt: WITHDRAWAL })).json<ProfileExport>();
    expect(receipts.map(({ receipt }) => receipt)).toEqual([WITHDRAWAL, RECEIPT]);
  });
});

test("a receipt is stored once for each token that signed", async () => {
  const [one, other] = await Promise.all([somebody(), somebody()]);
  for (let repeat = 0; repeat < 2; repeat++) {
    await admitReceipt(env.DB, "demo", [one.token, other.token], RECEIPT, DEVICE);
  }
  expect([await stored(one.token), await stored(other.token)]).toEqual([[RECEIPT], [RECEIPT]]);
});

test("an older receipt than the withdrawal is refused for all tokens of the message", async () => {
  const [one, other] = await Promise.all([somebody(), somebody()]);
  await keepReceipt(env.DB, "demo", [other.token], { ...WITHDRAWAL, day: "2026-11-22" });
  await expect(admitReceipt(env.DB, "demo", [one.token, other.token], RECEIPT, DEVICE)).rejects.toMatchObject({
    code: "consent-withdrawn",
  });
  expect(await stored(one.token)).toEqual([]);
});
