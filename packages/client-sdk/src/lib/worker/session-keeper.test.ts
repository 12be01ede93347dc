import "fake-indexeddb/auto";
import type { SedgeEvent } from "@sedge/features";
import { expect, test } from "vitest";
import { SessionKeeper } from "./session-keeper.ts";
import { indexedDbStore } from "./storage/indexed-db-store.ts";

const NOW = 1_795_000_000_000;
const click = (at: number): SedgeEvent => ({ kind: "click", at, target: "button" });
const keeper = async (name: string, now = NOW) => {
  const store = await indexedDbStore(name);
  const stored = await store.values.get("visit");
  return {
    store,
    keeper: new SessionKeeper(
      store.values,
      stored,
      () => now,
      () => expect.unreachable(),
    ),
  };
};

test("events count at once, and are stored by the time of a flush", async () => {
  const { keeper: session, store } = await keeper("once");
  for (let at = 0; at < 10; at++) session.apply([click(NOW + at)]);
  expect(session.current().events.click).toBe(10);
  await session.flush();
  expect((await store.values.get("visit"))?.session.events.click).toBe(10);
});

test("a first visit begins with its first event, at once and once it is stored", async () => {
  const { keeper: session, store } = await keeper("begins");
  session.apply([click(NOW + 700)]);
  expect(session.current().startedAt).toBe(NOW + 700);
  await session.flush();
  expect([session.current(), (await store.values.get("visit"))?.session].map((one) => one?.startedAt)).toEqual([
    NOW + 700,
    NOW + 700,
  ]);
});

test("two tabs add up, and the next page sees both", async () => {
  const one = await keeper("two-tabs");
  const other = await keeper("two-tabs");
  for (let at = 0; at < 20; at++) (at % 2 === 0 ? one : other).keeper.apply([click(NOW + at)]);
  await Promise.all([one.keeper.flush(), other.keeper.flush()]);
  expect((await keeper("two-tabs")).keeper.current().events.click).toBe(20);
});

test("forgetting leaves nothing, not even what was about to be written", async () => {
  const { keeper: session, store } = await keeper("forget");
  session.apply([click(NOW)]);
  session.apply([click(NOW + 1)]);
  await session.forget();
  expect(session.current().events.click).toBe(0);
  expect(await store.values.get("visit")).toBeUndefined();
});

test("a batch that the next page hands over again counts once, one that was lost with the worker counts too", async () => {
  const batches = [[click(NOW), click(NOW + 1)], [click(NOW + 2)]];
  const { keeper: first } = await keeper("again");
  first.apply(batches[0] ?? []);
  await first.flush();
  const { keeper: next } = await keeper("again");
  next.apply(batches.flat());
  expect(next.current().events.click).toBe(3);
  await next.flush();
  expect((await keeper("again")).keeper.current().events.click).toBe(3);
});

test("the next page goes on with the session, unless it is over by then", async () => {
  const { keeper: first } = await keeper("over");
  first.apply([click(NOW)]);
  await first.flush();
  expect((await keeper("over", NOW + 60_000)).keeper.current().events.click).toBe(1);
  expect((await keeper("over", NOW + 3_600_000)).keeper.current().events.click).toBe(0);
});

test("a storage that fails costs the next page, not this one", async () => {
  const { store } = await keeper("failing");
  let failures = 0;
  const values = { ...store.values, update: () => Promise.reject(new Error("quota")) };
  const session = new SessionKeeper(
    values,
    undefined,
    () => NOW,
    () => (failures += 1),
  );
  session.apply([click(NOW)]);
  await session.flush();
  session.apply([click(NOW + 1)]);
  await session.flush();
  expect([session.current().events.click, failures]).toEqual([2, 2]);
});
