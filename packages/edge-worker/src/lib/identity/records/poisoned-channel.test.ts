import type { TokenRecord } from "@sedge/linkage/record";
import type { PersonRecord } from "@sedge/linkage/terms";
import type { ProfileExport } from "@sedge/protocol";
import { expect, test } from "vitest";
import { censusWorld } from "../../../../../research/src/population.ts";
import { file, tokensOf } from "../../../../test/record.ts";
import { expectSound, storage } from "../../../../test/shards.ts";
import { act, somebody } from "../../../../test/visitor.ts";

type Fields = TokenRecord["fields"];

/** Generated people in families, as two channels know them. */
const { records, inputs } = censusWorld(11, 24);
/** Pairs of the first people that have a record of each kind: invented records agree with both. */
const PAIRS = 4;

/** What both records have: every name, date and place of two people. */
function both(one: Fields, other: Fields): Fields {
  const merged: Record<string, Record<string, string[]>> = {};
  for (const [field, kinds] of [...Object.entries(one), ...Object.entries(other)]) {
    for (const [kind, tokens] of Object.entries(kinds)) {
      const known = (merged[field] ??= {});
      known[kind] = [...new Set([...(known[kind] ?? []), ...tokens])].sort().slice(0, 64);
    }
  }
  return merged;
}

/** Which of the honest records share a profile, as pairs of places. */
async function pairsOf(keys: readonly { readonly token: string }[]): Promise<Set<string>> {
  const { members } = await storage();
  const profileOf = new Map(members.map(({ token, shard, profile }) => [token, `${shard}.${String(profile)}`]));
  const pairs = new Set<string>();
  for (const [a, { token }] of keys.entries()) {
    for (let b = a + 1; b < keys.length; b++) {
      if (profileOf.get(token) === profileOf.get(keys[b]?.token ?? "")) pairs.add(`${a} ${b}`);
    }
  }
  return pairs;
}

test(
  "records that one channel invents to agree with several people merge nobody else",
  { timeout: 120_000 },
  async () => {
    const keys = await Promise.all(records.map(somebody));
    const sent = records.map((person, at) => ({
      keys: keys[at] ?? expect.fail(),
      person,
      channel: inputs[at] === 0 ? ("call-centre" as const) : ("shop-till" as const),
    }));
    await file(...sent);
    const before = await pairsOf(keys);
    expect(before.size).toBeGreaterThan(10);

    for (let pair = 0; pair < PAIRS; pair++) {
      const [one = {}, other = {}] = [records[5 * pair], records[5 * pair + 2]] as PersonRecord[];
      const fields = both((await tokensOf(one)).fields, (await tokensOf(other)).fields);
      const { givenName = "", surname = "" } = one;
      // Twice what both have, and one person's name at the other's home with the other's birth date.
      for (const invented of [{ fields }, { fields }, { person: { ...other, givenName, surname } }]) {
        const [result] = await file({ keys: await somebody(), person: {}, channel: "social", ...invented });
        expect(result).toHaveProperty("edges");
      }
    }
    await expectSound();
    expect([...(await pairsOf(keys))].filter((pair) => !before.has(pair))).toEqual([]);
    const [first] = keys;
    if (first) expect((await (await act("export", [first])).json<ProfileExport>()).tokens).toContain(first.token);
  },
);
