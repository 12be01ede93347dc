import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { GenerationBase } from "@sedge/clustering/repeat";
import { Codebook, GenerationSums } from "@sedge/protocol";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import { generationAfter, type MadeGeneration } from "../../../clustering/test/next-generation.ts";

afterEach(() => reset());

const registry = () => env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName("demo"));
const read = async ({ current }: Pick<ReturnType<typeof registry>, "current">): Promise<Codebook> =>
  v.parse(Codebook, JSON.parse(new TextDecoder().decode((await current()).bytes)));
const bytes = (text: string) => new TextEncoder().encode(text);

/** The newest generation, as the next one's base. */
async function newest(): Promise<GenerationBase> {
  const { bytes: stored, sha256, sums } = await registry().current();
  const codebook = v.parse(Codebook, JSON.parse(new TextDecoder().decode(stored)));
  return { codebook, sha256, sums: sums === null ? undefined : v.parse(GenerationSums, JSON.parse(sums)) };
}

const publish = ({ text, reportText, sumsText }: MadeGeneration) =>
  registry().publish(bytes(text), { report: reportText, sums: sumsText });

test("generations follow one another, each with the sums that give it, and the newest serves", async () => {
  const one = await generationAfter(await newest());
  expect(await publish(one)).toBe("accepted");
  const two = await generationAfter(await newest());
  expect(await publish(two)).toBe("accepted");
  expect((await registry().current()).generation).toBe(2);
  const rows = await runInDurableObject(registry(), (_, state) =>
    state.storage.sql
      .exec("SELECT generation, length(bytes) > 0 AS filled FROM generations ORDER BY generation")
      .toArray(),
  );
  expect(rows).toEqual([0, 1, 2].map((generation) => ({ generation, filled: 1 })));
  expect(await registry().sums(one.codebook.sums ?? "")).toBe(one.sumsText);
  expect(await registry().names(2)).toEqual({ codebook: two.sha256, sums: two.codebook.sums });
  expect(await registry().names(0)).toBeUndefined();
  expect(new TextDecoder().decode((await registry().codebook(one.sha256)) ?? expect.fail())).toBe(one.text);
});

test("rejects an invalid codebook, or one of another generation, and serves the last valid one", async () => {
  const good = await registry().current();
  const one = await generationAfter(await newest());
  const wrong: [Partial<MadeGeneration>, string][] = [
    [{ text: "" }, "not-a-codebook"],
    [{ text: "{}" }, "not-a-codebook"],
    [{ text: one.text.replace('"path":""', '"path":"9"') }, "not-a-codebook"],
    [{ text: `${one.text}${" ".repeat(1_500_000)}` }, "not-a-codebook"],
    [{ text: one.text.replace('"generation":1', '"generation":0') }, "not-the-next-generation"],
    [{ text: one.text.replace('"generation":1', '"generation":2') }, "not-the-next-generation"],
  ];
  for (const [changes, outcome] of wrong) {
    expect(await publish({ ...one, ...changes })).toBe(outcome);
    expect(await registry().current()).toEqual(good);
  }
  expect(await registry().publish(Uint8Array.of(0xff))).toBe("not-a-codebook");
});

test("rejects a codebook with one changed leaf, and sums that give another one, or none", async () => {
  const one = await generationAfter(await newest());
  const { text, sums, sumsText } = one;
  const wrong: [string, Partial<MadeGeneration>][] = [
    [
      "one person more in a leaf",
      { text: text.replace(/"count":(\d+)/, (_, count) => `"count":${Number(count) + 1}`) },
    ],
    ["other sums", { sumsText: JSON.stringify({ ...sums, people: sums.people + 1 }) }],
    ["a field of its own", { sumsText: sumsText.replace('"people":', '"voters":["x"],"people":') }],
    ["sums of another site", { ...(await generationAfter(await newest(), { site: "other" })) }],
    ["no sums", { sumsText: "{}" }],
  ];
  for (const [name, changes] of wrong) {
    expect([name, await publish({ ...one, ...changes })]).toEqual([name, "not-what-its-sums-give"]);
  }
  expect(await registry().publish(bytes(text))).toBe("not-what-its-sums-give");
  expect((await registry().current()).generation).toBe(0);
  expect(await publish(one)).toBe("accepted");
});

test("of two publications at once one is the next", async () => {
  const one = await generationAfter(await newest());
  const outcomes = await Promise.all([publish(one), publish(one)]);
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
