import type { LinkKeys } from "@sedge/privacy/link-key";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { edgeApp } from "../lib/app.ts";
import { keepReceipt, MAX_CONSENTS } from "../lib/receipts.ts";
import { executionContext } from "../../test/context.ts";
import { storage } from "../../test/shards.ts";
import { act, problem, problemOf, RECEIPT, somebody } from "../../test/visitor.ts";

const people = (count: number) => Promise.all(Array.from({ length: count }, somebody));
const receipts = async () => (await env.DB.prepare("SELECT * FROM receipts").all()).results;

/** The edge where an address may register ten tokens a minute, asked from an address. */
function tightEdge() {
  const app = edgeApp();
  const tight = { ...env, REGISTRATIONS_PER_ADDRESS_PER_MINUTE: "10" };
  return (address: string) => async (request: Request) => {
    request.headers.set("cf-connecting-ip", address);
    return app.fetch(request, tight, executionContext());
  };
}

test("tokens that a page makes up are charged to its address, store nothing beyond its budget, and cost nobody else", async () => {
  const from = tightEdge();
  const [known, more] = [await people(8), await people(8)];
  expect((await act("link", known, {}, from("192.0.2.1"))).status).toBe(200);
  const refused = await act("link", more, {}, from("192.0.2.1"));
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await problemOf(refused)).toEqual(problem(429, "rate-limited"));
  expect((await storage()).pointers).toHaveLength(8);
  expect(await receipts()).toHaveLength(8);
  // What is registered is charged no second time, and two more have room.
  expect((await act("link", known, {}, from("192.0.2.1"))).status).toBe(200);
  expect((await act("link", more.slice(0, 2), {}, from("192.0.2.1"))).status).toBe(200);
  expect((await act("link", more, {}, from("192.0.2.2"))).status).toBe(200);
});

test("a token has the latest receipts alone, and its latest withdrawal however many follow", async () => {
  const [{ token }] = (await people(1)) as [LinkKeys];
  const day = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
  await keepReceipt(env.DB, "demo", [token], { ...RECEIPT, purposes: ["classify"], day: day(0) });
  for (let index = 0; index < MAX_CONSENTS + 5; index++) {
    await keepReceipt(env.DB, "demo", [token], { ...RECEIPT, day: day(index) });
  }
  const days = (await receipts()).map((row) => [row["purposes"], row["day"]]);
  expect(days).toHaveLength(MAX_CONSENTS + 1);
  expect(days).toContainEqual(["classify", day(0)]);
  expect(days).toContainEqual(["classify,link", day(MAX_CONSENTS + 4)]);
  expect(days).not.toContainEqual(["classify,link", day(0)]);
});

test("an erasure of keys that a page makes up is charged to its address too, and one of what is stored never is", async () => {
  const from = tightEdge();
  const known = await people(8);
  expect((await act("link", known, {}, from("192.0.2.1"))).status).toBe(200);
  const withdrawal = { receipt: { ...RECEIPT, purposes: [] } };
  const before = await receipts();
  const refused = await act("erase", await people(8), withdrawal, from("192.0.2.1"));
  expect(await problemOf(refused)).toEqual(problem(429, "rate-limited"));
  expect(await receipts()).toEqual(before);
  expect((await storage()).operation_results.filter(({ token }) => token === null)).toEqual([]);
  expect((await act("erase", known, withdrawal, from("192.0.2.1"))).status).toBe(200);
  expect((await act("erase", await people(8), withdrawal, from("192.0.2.2"))).status).toBe(200);
});
