import { expect, test, vi } from "vitest";
import { RegisteredPeople } from "./registered-people.ts";
import { strangers } from "./person.ts";

function registeredPeople() {
  const link = vi.fn(async () => undefined);
  const assign = vi.fn(async () => undefined);
  return { link, assign, people: new RegisteredPeople({ link, assign }) };
}

test("registers only missing people, and returns nobody twice", async () => {
  const { people, link } = registeredPeople();
  const [known] = strangers(1);
  if (known) people.linked([known]);
  const first = await people.singles(3);
  expect(first).toHaveLength(3);
  expect(first[0]).toBe(known);
  expect(link.mock.calls.flat(2)).toHaveLength(2);
  const second = await people.singles(3);
  expect(new Set([...first, ...second].map(({ token }) => token)).size).toBe(6);
});

test("returns one person of each merged pair", async () => {
  const { people, link } = registeredPeople();
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

test("assigns each member a codeword once, and rotates through the members", async () => {
  const { people, assign } = registeredPeople();
  const turns = await people.members(450);
  expect(turns).toHaveLength(450);
  expect(turns[0]).toBe(turns[200]);
  expect(new Set(turns.map(({ token }) => token)).size).toBe(200);
  await people.members(10);
  expect(assign).toHaveBeenCalledTimes(1);
});
