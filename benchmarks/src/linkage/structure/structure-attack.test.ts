import { expect, test } from "vitest";
import { structureAttack } from "./structure-attack.ts";
import { alignTokens } from "./align-tokens.ts";
import { TARGET, TokenGraph } from "./token-graph.ts";

test("reads tokens of names by how common they are and what they occur with", () => {
  const names = [
    ["ann", 60, "f"],
    ["bob", 58, "m"],
    ["eve", 30, "f"],
    ["joe", 29, "m"],
  ] as const;
  const side = (key: string) => {
    const records = names.flatMap(([name, count, gender]) => Array.from({ length: count }, () => ({ name, gender })));
    return new TokenGraph(
      records.map(({ gender }) => ({ gender: { exact: [`${key}${gender}`] } })),
      records.map(({ name }) => `${key}${name}`),
    );
  };
  const uses = { frequency: true, structure: true, cooccurrence: false };
  const reading = alignTokens(side("x"), side("y"), uses);
  expect([...reading].toSorted()).toEqual(names.map(([name]) => [`x${name}`, `y${name}`]).toSorted());
  expect(side("x").commonest(TARGET, 1, 1)).toEqual(["xann"]);
});

test("names of one frequency are read from the number and kinds of their tokens", { timeout: 60_000 }, () => {
  const names = ["Bo", "Eva", "Rosa", "Clara", "Sigrun", "Valerie", "Angelina"];
  const people = Array.from({ length: 2_800 }, (_, index) => ({
    givenName: names[index % names.length] ?? "",
    surname: `Family${index % 50}`,
  }));
  const truths = people.map((_, index) => String(index));
  const size = { divisions: 1, statistics: "others" } as const;
  const { read, strongest } = structureAttack("people", { people, truths }, size, () => undefined);
  expect(read.structure).toBeGreaterThan(0.9);
  expect(read.rank).toBeLessThan(0.7);
  expect(read.commonest).toBeCloseTo(1 / names.length, 1);
  expect(strongest).toBe(Math.max(...Object.values(read)));
});
