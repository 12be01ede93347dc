import { expect, test } from "vitest";
import { resolveEntities, recordTokens, eachTerm, tokenRecords } from "@sedge/cli/record-resolution";
import { generatedPeople } from "./generated-people.ts";
import { keyedTokens } from "./keyed-tokens.ts";

test("gives the same profiles and confidences with a keyed hash instead of the PRF, for any key", async () => {
  const people = [...generatedPeople(45, 7)].map(({ person }) => person);
  const { tokenOf } = await recordTokens(eachTerm(people));
  const link = (token: (term: string) => string) => resolveEntities(tokenRecords(people, token), () => undefined);
  const real = link(tokenOf);
  expect(new Set(real.memberships.map(({ profile }) => profile)).size).toBeLessThan(45);
  for (const fill of [1, 2, 3]) expect(link(keyedTokens(new Uint8Array(32).fill(fill)))).toEqual(real);
});
