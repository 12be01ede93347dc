import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { deliver } from "../../test/delivery.ts";
import {
  act,
  blindedElement,
  envelope,
  message,
  post,
  problem,
  problemOf,
  RECEIPT,
  somebody,
} from "../../test/visitor.ts";

const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const dated = (day: string, purposes = RECEIPT.purposes) => ({ receipt: { ...RECEIPT, day, purposes } });
const malformed = problem(400, "malformed-request");
const root = { channel: "web", codeword: { generation: 0, path: "" } };

async function receipts(): Promise<unknown[]> {
  const { results } = await env.DB.prepare("SELECT purposes, day FROM receipts ORDER BY day").all();
  return results;
}

const NO_DAYS = ["9999-12-31", "2026-02-31", "2026-13-01", "2026-00-10", dayFrom(2)];

describe("a receipt's day", () => {
  test.each(NO_DAYS)("that is %s gives nothing, and is stored nowhere", async (day) => {
    const ann = await somebody();
    expect(await problemOf(await act("link", [ann], dated(day)))).toEqual(malformed);
    expect(await problemOf(await act("assign", [ann], { body: root, ...dated(day) }))).toEqual(malformed);
    expect(await problemOf(await post("assignment", { ...root, ...dated(day) }))).toEqual(malformed);
    const prf = { epoch: 1, blinded: [blindedElement()], ...dated(day) };
    expect(await problemOf(await post("prf", prf))).toEqual(malformed);
    expect(await receipts()).toEqual([]);
  });

  test("may be tomorrow by a page's clock, and does not outlive a withdrawal of today", async () => {
    const ann = await somebody();
    expect((await act("assign", [ann], { body: root, ...dated(dayFrom(1)) })).status).toBe(200);
    expect(await receipts()).toEqual([{ purposes: "classify,link", day: dayFrom(0) }]);
    expect((await act("erase", [ann], dated(dayFrom(0), []))).status).toBe(200);
    const again = await act("assign", [ann], { body: root, ...dated(dayFrom(1)) });
    expect(await problemOf(again)).toEqual(problem(403, "consent-withdrawn"));
  });

  test("of what a connector has on file is today at the latest", async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const item = async (day: string, keys: typeof ann) =>
      envelope([keys], message("assign", { body: { ...root, channel: "shop-till" }, ...dated(day) }));
    const outcomes = await deliver("shop-till", [await item(dayFrom(1), ann), await item(dayFrom(0), bob)]);
    expect(outcomes).toMatchObject([{ code: "malformed-request" }, { tokens: 1 }]);
  });

  test("of a withdrawal is never refused, and blocks no consent after today", async () => {
    const ann = await somebody();
    await act("link", [ann], dated(dayFrom(0)));
    expect((await act("erase", [ann], dated("2099-01-01", []))).status).toBe(200);
    expect(await receipts()).toContainEqual({ purposes: "", day: dayFrom(0) });
    expect((await act("link", [ann], dated(dayFrom(0)))).status).toBe(200);
  });
});
