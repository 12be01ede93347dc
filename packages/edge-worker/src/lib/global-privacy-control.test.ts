import type { LinkKeys } from "@sedge/privacy/link-key";
import type { ProfileExport, SignedReceipt } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { act, problem, problemOf, RECEIPT, somebody } from "../../test/visitor.ts";
import { keepReceipt, receiptsOf } from "./receipts.ts";

const SIGNAL: SignedReceipt = {
  purposes: ["classify"],
  policyVersion: "2026-11",
  day: "2026-11-21",
  source: "global-privacy-control",
};
const later = { ...RECEIPT, day: "2026-11-22" };
const overriding = { ...RECEIPT, overrides: "global-privacy-control" };
const REFUSED = problem(403, "global-privacy-control");
const body = { body: { channel: "web", codeword: { generation: 0, path: "" } } };

/** A person with the keys of two identifiers, of which the device that sends the signal has one. */
async function person() {
  const [address, phone] = [await somebody(), await somebody()];
  expect((await act("link", [address, phone])).status).toBe(200);
  return { address, phone };
}
/** The device has no proof that its visitor is signed in: a signal needs none. */
const signal = (keys: LinkKeys) => act("erase", [keys], { receipt: SIGNAL, proof: undefined });
const linked = async (keys: LinkKeys, receipt: object) => problemOf(await act("link", [keys], { receipt }));

describe("Global Privacy Control of one device", () => {
  test("counts for every device of the person, with a consent of before, of the same day and of after", async () => {
    const { address, phone } = await person();
    expect((await signal(address)).status).toBe(200);
    for (const keys of [address, phone]) {
      for (const receipt of [{ ...RECEIPT, day: "2026-11-20" }, RECEIPT, later]) {
        expect(await linked(keys, receipt)).toEqual(REFUSED);
        expect(await problemOf(await act("assign", [keys], { ...body, receipt }))).toEqual(REFUSED);
      }
    }
    const stranger = await somebody();
    expect(await linked(stranger, later)).toMatchObject({ sent: 200 });
    expect(await problemOf(await act("link", [phone, await somebody()], { receipt: later }))).toEqual(REFUSED);
  });

  test("erases nothing of what the device has not proven to be its own", async () => {
    const { address, phone } = await person();
    await signal(address);
    const exported = await act("export", [phone], { receipt: { ...RECEIPT, purposes: [] } });
    const { tokens, receipts } = await exported.json<ProfileExport>();
    expect(tokens.toSorted()).toEqual([address.token, phone.token].toSorted());
    expect(receipts.filter(({ receipt }) => receipt.source === SIGNAL.source).map(({ token }) => token)).toEqual(
      expect.arrayContaining([address.token, phone.token]),
    );
  });

  test("is overridden by a decision of the person since, for all devices, and by none of before", async () => {
    const { address, phone } = await person();
    await signal(address);
    const early = { ...overriding, day: "2026-11-20" };
    expect(await linked(phone, early)).toEqual(problem(403, "consent-withdrawn"));
    expect(await linked(phone, later)).toEqual(REFUSED);
    expect(await linked(phone, overriding)).toMatchObject({ sent: 200 });
    // The phone speaks for itself; the other identifier's device decides too, or consents later.
    expect(await linked(phone, later)).toMatchObject({ sent: 200 });
    await act("erase", [phone], { receipt: { ...SIGNAL, day: "2026-11-23" }, proof: undefined });
    expect(await linked(phone, { ...RECEIPT, day: "2026-11-24" })).toEqual(REFUSED);
  });

  test("stays as long as receipts do, whatever is withdrawn and given after it", async () => {
    const { token } = await somebody();
    await keepReceipt(env.DB, "demo", [token], SIGNAL);
    for (let day = 22; day < 30; day++) {
      await keepReceipt(env.DB, "demo", [token], { ...RECEIPT, day: `2026-11-${day}`, purposes: [] });
      await keepReceipt(env.DB, "demo", [token], { ...RECEIPT, day: `2026-11-${day}` });
    }
    const kept = (await receiptsOf(env.DB, "demo", [token])).map(({ receipt }) => receipt);
    expect(kept).toContainEqual(SIGNAL);
    expect(kept).toHaveLength(4 + 2 + 1);
  });
});
