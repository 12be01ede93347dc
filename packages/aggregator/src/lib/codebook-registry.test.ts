import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";

afterEach(() => reset());

const registry = () => env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName("demo"));
const read = async ({ current }: Pick<ReturnType<typeof registry>, "current">): Promise<Codebook> =>
  v.parse(Codebook, JSON.parse(new TextDecoder().decode((await current()).bytes)));
const bytes = (text: string) => new TextEncoder().encode(text);

async function nextGeneration(generation: number): Promise<string> {
  const { bytes } = await registry().current();
  return JSON.stringify({ ...JSON.parse(new TextDecoder().decode(bytes)), generation, source: "round" });
}

test("generations follow one another, and the newest serves", async () => {
  expect(await registry().publish(bytes(await nextGeneration(1)))).toBe("accepted");
  expect(await registry().publish(bytes(await nextGeneration(2)))).toBe("accepted");
  expect((await registry().current()).generation).toBe(2);
  const rows = await runInDurableObject(registry(), (_, state) =>
    state.storage.sql
      .exec("SELECT generation, length(bytes) > 0 AS filled FROM generations ORDER BY generation")
      .toArray(),
  );
  expect(rows).toEqual([0, 1, 2].map((generation) => ({ generation, filled: 1 })));
});

test("rejects an invalid codebook, or one of another generation, and serves the last valid one", async () => {
  const good = await registry().current();
  const next = await nextGeneration(1);
  const wrong: [string, string][] = [
    ["", "not-a-codebook"],
    ["{}", "not-a-codebook"],
    [next.replace('"path":""', '"path":"9"'), "not-a-codebook"],
    [`${next}${" ".repeat(1_500_000)}`, "not-a-codebook"],
    [await nextGeneration(0), "not-the-next-generation"],
    [await nextGeneration(2), "not-the-next-generation"],
  ];
  for (const [text, outcome] of wrong) {
    expect(await registry().publish(bytes(text))).toBe(outcome);
    expect(await registry().current()).toEqual(good);
  }
  expect(await registry().publish(Uint8Array.of(0xff))).toBe("not-a-codebook");
});

test("of two publications at once one is the next", async () => {
  const text = bytes(await nextGeneration(1));
  const outcomes = await Promise.all([registry().publish(text), registry().publish(text)]);
  expect(outcomes.sort()).toEqual(["accepted", "not-the-next-generation"]);
});

test("a site of several channels begins with cells of each, the visits' as they are alone", async () => {
  const several = env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName("several"));
  const [alone, prior] = await Promise.all([read(registry()), read(several)]);
  expect(alone.featureSchema).toBe("session.v1");
  expect(prior).toMatchObject({ generation: 0, featureSchema: "profile.v1" });
  expect(prior.features.filter((name) => name.endsWith("Present"))).toEqual([
    "webPresent",
    "callCentrePresent",
    "shopTillPresent",
  ]);
  const named = ({ clusters }: Codebook) => clusters.slice(0, alone.clusters.length).map(({ id, name }) => [id, name]);
  expect(named(prior)).toEqual(named(alone));
});
