import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { compareRecords, DEFAULT_MODEL, type LinkageModel } from "@sedge/linkage/scoring";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { JANE, JANE_MISSPELT, STRANGER, tokensOf } from "../../../../test/record.ts";

// A site of its own: what other tests still do for theirs must not reach it.
const keeper = () => env.MODEL_KEEPER.get(env.MODEL_KEEPER.idFromName("model-keeper"));

test("the default model serves until there are records enough; then the alarm estimates one, from a bounded sample", async () => {
  const [jane, misspelt, stranger] = await Promise.all([JANE, JANE_MISSPELT, STRANGER].map(tokensOf));
  if (!jane || !misspelt || !stranger) throw new Error("no records");
  const like = [...compareRecords(jane, misspelt)];
  const unlike = [...compareRecords(jane, stranger)];
  const lesson = { blocked: [like, unlike, unlike, unlike, unlike, unlike], candidates: 6, random: [unlike] };
  for (let record = 0; record < 499; record++) await keeper().learn(lesson);
  expect(await runDurableObjectAlarm(keeper())).toBe(false);
  expect(await keeper().model()).toEqual(DEFAULT_MODEL);
  await keeper().learn(lesson);
  expect(await runDurableObjectAlarm(keeper())).toBe(true);
  const model = await keeper().model();
  expect(model).not.toEqual(DEFAULT_MODEL);
  const surname = (of: LinkageModel) =>
    of.comparisons.find(({ field }) => field === "surname")?.levels.find(({ level }) => level === "near");
  // Every match in the sample is a near surname, so that its m has risen.
  expect(surname(model)?.m).toBeGreaterThan(surname(DEFAULT_MODEL)?.m ?? 1);
  const pairs = await runInDurableObject(keeper(), (_, state) =>
    state.storage.sql.exec("SELECT blocked, count(*) AS pairs FROM pairs GROUP BY blocked").toArray(),
  );
  expect(pairs).toEqual([
    { blocked: 0, pairs: 500 },
    { blocked: 1, pairs: 2_000 },
  ]);
  // It is not due again until the records have grown by half.
  await keeper().learn(lesson);
  await runDurableObjectAlarm(keeper());
  const estimated = await runInDurableObject(keeper(), (_, state) =>
    state.storage.sql.exec("SELECT value FROM totals WHERE name = 'estimated'").toArray(),
  );
  expect(estimated).toEqual([{ value: 500 }]);
});

test("records that a channel invents to agree with others teach the model nothing about names", async () => {
  const [jane, misspelt, stranger] = await Promise.all([JANE, JANE_MISSPELT, STRANGER].map(tokensOf));
  if (!jane || !misspelt || !stranger) throw new Error("no records");
  const like = [...compareRecords(jane, misspelt)];
  const unlike = [...compareRecords(jane, stranger)];
  // Everything agrees but the names.
  const invented = [...compareRecords(jane, jane)];
  const [givenName, surname] = ["givenName", "surname"].map((field) =>
    DEFAULT_MODEL.comparisons.findIndex((one) => one.field === field),
  );
  for (const at of [givenName, surname])
    if (at !== undefined) invented[at] = DEFAULT_MODEL.comparisons[at]?.levels.length ?? 0;
  const poisoned = env.MODEL_KEEPER.get(env.MODEL_KEEPER.idFromName("poisoned"));
  for (let record = 0; record < 500; record++) {
    const blocked = [record % 100 === 0 ? invented : unlike, ...(record % 10 === 0 ? [like] : []), unlike, unlike];
    await poisoned.learn({ blocked, candidates: blocked.length, random: [unlike] });
  }
  await runDurableObjectAlarm(poisoned);
  const model = await poisoned.model();
  expect(model).not.toEqual(DEFAULT_MODEL);
  for (const field of ["givenName", "surname"]) {
    const differs = model.comparisons.find((one) => one.field === field)?.levels.at(-1);
    expect(differs?.m).toBeLessThan(0.25);
    expect(differs?.m).toBeLessThan((differs?.u ?? 0) / 2);
  }
});
