import { expect, test } from "vitest";
import { linkPersons, recordTokens, termsOf, tokenRecords } from "@sedge/cli/record-resolution";
import { generatedCrowd } from "./generated-crowd.ts";
import { keyedTokens } from "./keyed-tokens.ts";

test("a keyed hash in the PRF's place gives the same profiles and confidences, whatever the key", async () => {
  const persons = [...generatedCrowd(45, 7)].map(({ person }) => person);
  const terms = termsOf(persons);
  const { tokenOf } = await recordTokens(terms, undefined, () => undefined);
  const link = (token: (term: string) => string) => linkPersons(tokenRecords(persons, token), () => undefined);
  const real = link(tokenOf);
  expect(new Set(real.map(({ profile }) => profile)).size).toBeLessThan(45);
  for (const fill of [1, 2, 3]) expect(link(keyedTokens(new Uint8Array(32).fill(fill)))).toEqual(real);
}, 300_000);
