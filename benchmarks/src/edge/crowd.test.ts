import { expect, test, vi } from "vitest";
import { Crowd } from "./crowd.ts";
import { strangers } from "./person.ts";

function crowd() {
  const link = vi.fn(async () => undefined);
  const assign = vi.fn(async () => undefined);
  return { link, assign, people: new Crowd({ link, assign }) };
}

test("introduces only those who are missing, and hands out nobody twice", async () => {
  const { people, link } = crowd();
  const [known] = strangers(1);
  if (known) people.linked([known]);
  const first = await people.singles(3);
  expect(first).toHaveLength(3);
  expect(first[0]).toBe(known);
  expect(link.mock.calls.flat(2)).toHaveLength(2);
  const second = await people.singles(3);
  expect(new Set([...first, ...second].map(({ token }) => token)).size).toBe(6);
});

test("a merged pair gives one of its two", async () => {
  const { people, link } = crowd();
  const pair = strangers(2);
  people.linked(pair);
  expect(await people.mergedPeople(1)).toEqual([pair[0]]);
  expect(link).not.toHaveBeenCalled();
  expect(await people.mergedPeople(2)).toHaveLength(2);
  expect(link.mock.calls.map(([groups]: unknown[]) => (groups as unknown[][]).map((group) => group.length))).toEqual([
    [1, 1, 1, 1],
    [2, 2],
  ]);
});

test("members get their codeword once, and take turns", async () => {
  const { people, assign } = crowd();
  const turns = await people.members(450);
  expect(turns).toHaveLength(450);
  expect(turns[0]).toBe(turns[200]);
  expect(new Set(turns.map(({ token }) => token)).size).toBe(200);
  await people.members(10);
  expect(assign).toHaveBeenCalledTimes(1);
});
