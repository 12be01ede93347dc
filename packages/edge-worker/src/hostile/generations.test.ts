import { runInDurableObject } from "cloudflare:test";
import { SMALL_SITE } from "../../test/contributor.ts";
import { GenerationSignature, type GenerationSums } from "@sedge/protocol";
import { VERIFICATION_ROUTES } from "@sedge/protocol/routes";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test } from "vitest";
import { generationAfter, type MadeGeneration, sha256Of } from "../../../clustering/test/next-generation.ts";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { loggedBy } from "../../test/faulty-aggregator.ts";
import { answering, newestGeneration, publishGeneration, storeCodebook } from "../../test/publishing.ts";
import { EDGE, problem, problemOf } from "../../test/visitor.ts";
import type { EdgeEnv } from "../lib/settings.ts";

const GENERATION_0 = { codebook: { generation: 0 } };

/** What an edge logs that looks for a newer codebook, and the manifest that it serves afterwards. */
async function lookedAt(bindings: EdgeEnv) {
  const { manifest, passMinutes } = clockedEdge();
  await env.DB.prepare("DELETE FROM refreshes").run();
  const lines = await loggedBy(async () => {
    await manifest(bindings);
    passMinutes(3);
    await manifest(bindings);
  });
  const faults = lines.filter(({ event }) => event === "codebook-refused").map(({ fault }) => fault);
  return { fault: faults.at(-1), served: await manifest(bindings) };
}

const verificationAt = (name: keyof typeof VERIFICATION_ROUTES, parameters: Record<string, string>, site = "demo") =>
  new Request(
    EDGE +
      VERIFICATION_ROUTES[name].path
        .replace(":site", site)
        .replace(/:(\w+)/, (_, parameter: string) => parameters[parameter] ?? ""),
  );

/** An aggregator that publishes these in the first generation's place, each named by its hash. */
async function liar({
  codebook,
  sums,
  isSigned = true,
}: {
  codebook: object;
  sums: GenerationSums;
  isSigned?: boolean;
}) {
  const sumsText = JSON.stringify(sums);
  const sumsHash = await sha256Of(sumsText);
  const text = JSON.stringify({ ...codebook, sums: sumsHash });
  const signed = v.parse(
    GenerationSignature,
    await (await clockedEdge().ask(verificationAt("generationSignature", { generation: "1" }))).json(),
  );
  const named = { ...signed, codebook: await sha256Of(text), sums: sumsHash };
  return answering({
    "/codebook": () => text,
    [`/sums/${sumsHash}`]: () => sumsText,
    ...(isSigned && { "/generations/1/signature": () => JSON.stringify(named) }),
  });
}

/** The first generation, honestly made; the edge has the prior. */
async function first(): Promise<MadeGeneration> {
  expect(await clockedEdge().manifest()).toMatchObject(GENERATION_0);
  return publishGeneration();
}

test("an aggregator that changes one leaf, or gives sums of another round, is found by the edge", async () => {
  const one = await first();
  const cells = one.codebook.cells.map((cell, index) => (index === 1 ? { ...cell, count: cell.count + 1 } : cell));
  const counts = one.sums.counts.map((count, cell) => (cell === 0 ? count + 200 : count));
  const wrong: [string, Parameters<typeof liar>[0], string][] = [
    ["a leaf", { codebook: { ...one.codebook, cells }, sums: one.sums }, "differs"],
    ["a sum", { codebook: one.codebook, sums: { ...one.sums, counts, people: one.sums.people + 200 } }, "differs"],
    [
      "the site",
      { codebook: one.codebook, sums: { ...one.sums, site: SMALL_SITE as "demo" & GenerationSums["site"] } },
      "wrong-place",
    ],
    ["the method", { codebook: one.codebook, sums: { ...one.sums, method: 2 } }, "another-method"],
    ["a field", { codebook: one.codebook, sums: { ...one.sums, voters: ["x"] } as GenerationSums }, "sums-missing"],
  ];
  for (const [name, changes, fault] of wrong) {
    expect([name, await lookedAt(await liar(changes))]).toMatchObject([name, { fault, served: GENERATION_0 }]);
  }
  expect(await lookedAt(env)).toMatchObject({ fault: undefined, served: { codebook: { sha256: one.sha256 } } });
});

test("an aggregator whose sums give another codebook than the one it has signed is found", async () => {
  const one = await first();
  const other = await generationAfter(await newestBefore(), { people: (cell) => 500 - cell });
  expect(other.sha256).not.toBe(one.sha256);
  const lie = { codebook: other.codebook, sums: other.sums };
  expect(await lookedAt(await liar(lie))).toMatchObject({ fault: "unsigned", served: GENERATION_0 });
  const unsigned = await liar({ ...lie, isSigned: false });
  expect(await lookedAt(unsigned)).toMatchObject({ fault: "unsigned", served: GENERATION_0 });
});

/** The prior, from which another first generation can be made. */
async function newestBefore() {
  const { results } = await env.DB.prepare("SELECT body FROM codebooks WHERE generation = 0").all<{ body: string }>();
  const text = results[0]?.body ?? "";
  return { codebook: JSON.parse(text), sha256: await sha256Of(text), sums: undefined };
}

test("a codebook without sums is not served, whatever the aggregator calls it", async () => {
  const one = await first();
  const { sums: _, ...nameless } = one.codebook;
  const bindings = answering({ "/codebook": () => JSON.stringify(nameless) });
  expect(await lookedAt(bindings)).toMatchObject({ fault: "sums-missing", served: GENERATION_0 });
});

test("an edge that missed generations repeats each of them, and serves none of another history", async () => {
  await first();
  const two = await publishGeneration();
  const three = await publishGeneration();
  expect(await lookedAt(env)).toMatchObject({ served: { codebook: { generation: 3, sha256: three.sha256 } } });
  for (const { sums, sha256 } of [two, three].map(({ codebook, sha256 }) => ({ sums: codebook.sums ?? "", sha256 }))) {
    const { ask } = clockedEdge();
    expect((await ask(verificationAt("sums", { sha256: sums }))).status).toBe(200);
    expect((await env.DB.prepare("SELECT 1 FROM codebooks WHERE sha256 = ?").bind(sha256).all()).results).toHaveLength(
      1,
    );
  }
  // As after the edge has served another first generation.
  const { text } = await generationAfter(await newestBefore(), { people: (cell) => 500 - cell });
  await env.DB.prepare("DELETE FROM codebooks WHERE generation > 0").run();
  await storeCodebook(text);
  expect(await lookedAt(env)).toMatchObject({ fault: "another-history", served: { codebook: { generation: 1 } } });
});

test("an edge with rounds of its own serves no generation of a round that it does not know, or of other figures", async () => {
  const one = await first();
  const keeper = env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName("demo"));
  const { measurement, making, round } = one.sums;
  const noise = { countStdDev: one.sums.countStdDev / Math.SQRT2, sumStdDev: one.sums.sumStdDev / Math.SQRT2 };
  const key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const signature = { evaluated: key, proof: `${key}${key}`.slice(0, 86) };
  const asked = {
    round,
    generation: 0,
    delta: 1e-6,
    minPeople: 20,
    maxPeople: 100_000,
    deadline: 1_800_000_000,
    spreadSeconds: 900,
    shards: 1,
  };
  const known = async (name: string, people: number, changes: object = {}) =>
    runInDurableObject(keeper, (_, { storage }) => {
      const request = { ...asked, round: name, epsilon: 1, ballotKey: key, codebook: making };
      const ballotKeys = { edge: key, aggregator: key };
      const terms = { ...asked, measurement, noise, rho: 0.1, ballotKeys, sealKey: key, signature, ...changes };
      const end = { state: "abandoned", reason: "no-answer" };
      const accepted = { people, digest: key };
      const progress = { state: "abandoned", accepted, end };
      const body = JSON.stringify({ request, terms: { ...terms, round: name }, progress });
      storage.sql.exec("DELETE FROM rounds");
      storage.sql.exec("INSERT INTO rounds (round, sequence, body) VALUES (?, 1, ?)", name, body);
    });
  await keeper.report();
  const another = round.replace("AA", "AB");
  for (const state of [
    () => known(another, one.sums.people),
    () => known(round, one.sums.people - 1),
    () => known(round, one.sums.people, { noise: { ...noise, countStdDev: 2 * noise.countStdDev } }),
    () => known(round, one.sums.people, { generation: 4 }),
  ]) {
    await state();
    expect(await lookedAt(env)).toMatchObject({ fault: "another-round", served: GENERATION_0 });
  }
  await known(round, one.sums.people);
  expect(await lookedAt(env)).toMatchObject({ fault: undefined, served: { codebook: { generation: 1 } } });
});

test("anybody reads the sums as the exact bytes that the codebook names, with the aggregator's signature", async () => {
  const one = await first();
  await lookedAt(env);
  const { ask } = clockedEdge();
  const sums = await ask(verificationAt("sums", { sha256: one.codebook.sums ?? "" }));
  expect(sums.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(await sums.text()).toBe(one.sumsText);
  const again = verificationAt("sums", { sha256: one.codebook.sums ?? "" });
  again.headers.set("if-none-match", sums.headers.get("etag") ?? "");
  expect((await ask(again)).status).toBe(304);
  const signed = await (await ask(verificationAt("generationSignature", { generation: "1" }))).json();
  expect(signed).toMatchObject({ generation: 1, codebook: one.sha256, sums: one.codebook.sums });
  const unknown = await ask(verificationAt("sums", { sha256: "0".repeat(64) }));
  expect(await problemOf(unknown)).toEqual(problem(404, "unknown-sums"));
  const prior = await ask(verificationAt("generationSignature", { generation: "0" }));
  expect(await problemOf(prior)).toEqual(problem(404, "unknown-generation"));
  expect((await newestGeneration()).sha256).toBe(one.sha256);
});

test("sums that were changed in the edge's database are not served", async () => {
  const one = await first();
  await lookedAt(env);
  await env.DB.prepare("UPDATE generation_sums SET body = replace(body, '300', '301')").run();
  const answer = await clockedEdge().ask(verificationAt("sums", { sha256: one.codebook.sums ?? "" }));
  expect(await problemOf(answer)).toEqual(problem(404, "unknown-sums"));
});
