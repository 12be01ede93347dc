import { reset } from "cloudflare:test";
import type { GenerationBase } from "@sedge/clustering/repeat";
import { IntentModel } from "@sedge/clustering/card";
import { fromBase64url } from "@sedge/privacy/base64url";
import { isSignedBy } from "@sedge/privacy/signed-terms";
import {
  Codebook,
  GENERATION_PURPOSE,
  GenerationSignature,
  generationText,
  GenerationSums,
  PrfPublicKey,
  Problem,
} from "@sedge/protocol";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import weights from "../../../../models/cluster-intents/weights.json";
import { generationAfter } from "../../../clustering/test/next-generation.ts";
import { PINNED, repeatRounds } from "../../../clustering/test/repeat-rounds.ts";

afterEach(() => reset());

const registry = () => env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName("demo"));

function ask(path: string, headers: Record<string, string> = { authorization: `Bearer ${env.OPERATOR_KEY}` }) {
  return exports.default.fetch(new Request(`https://aggregator.test/v1/sites/demo/${path}`, { headers }));
}

async function published() {
  const { bytes, sha256 } = await registry().current();
  const codebook = v.parse(Codebook, JSON.parse(new TextDecoder().decode(bytes)));
  const base: GenerationBase = { codebook, sha256, sums: undefined };
  const one = await generationAfter(base);
  const beside = { report: one.reportText, sums: one.sumsText };
  expect(await registry().publish(new TextEncoder().encode(one.text), beside)).toBe("accepted");
  return { base, one };
}

const codeOf = async (response: Response) => v.parse(Problem, await response.json()).code;

test("workerd repeats the stored rounds to the bytes that Node repeats them to", async () => {
  expect(await repeatRounds(v.parse(IntentModel, weights))).toEqual(PINNED);
});

test("the sums and codebooks of every generation are read as the exact bytes that their hashes name, and never change", async () => {
  const { base, one } = await published();
  const sums = await ask(`sums/${one.codebook.sums}`);
  expect(sums.headers.get("etag")).toBe(`"${one.codebook.sums}"`);
  expect(sums.headers.get("cache-control")).toContain("immutable");
  expect(await sums.text()).toBe(one.sumsText);
  expect(v.is(GenerationSums, JSON.parse(one.sumsText))).toBe(true);
  expect(await (await ask(`codebooks/${one.sha256}`)).text()).toBe(one.text);
  expect((await ask(`codebooks/${base.sha256}`)).status).toBe(200);
  expect(await codeOf(await ask(`sums/${one.sha256}`))).toBe("unknown-sums");
  expect(await codeOf(await ask(`codebooks/${one.codebook.sums}`))).toBe("unknown-codebook");
});

test("only the paired edge may read them", async () => {
  const { one } = await published();
  for (const path of [`sums/${one.codebook.sums}`, `codebooks/${one.sha256}`, "generations/1/signature"]) {
    expect(await codeOf(await ask(path, {}))).toBe("unauthorised-operator");
  }
});

test("a generation is signed with the key that pages pin, and only one that the registry has checked", async () => {
  const { one } = await published();
  const key = v.parse(PrfPublicKey, await (await ask("prf-keys/1")).json()).publicKey;
  const signed = v.parse(GenerationSignature, await (await ask("generations/1/signature")).json());
  expect(signed).toMatchObject({ generation: 1, codebook: one.sha256, sums: one.codebook.sums, aggregatorKey: key });
  const signature = {
    evaluated: fromBase64url(signed.signature.evaluated),
    proof: fromBase64url(signed.signature.proof),
  };
  const isSigned = (site: string, changes: Partial<GenerationSignature> = {}) =>
    isSignedBy(fromBase64url(key), GENERATION_PURPOSE, generationText(site, { ...signed, ...changes }), signature);
  expect(isSigned("demo")).toBe(true);
  expect(isSigned("other")).toBe(false);
  expect(isSigned("demo", { sums: one.sha256 })).toBe(false);
  expect(isSigned("demo", { codebook: "0".repeat(64) })).toBe(false);
  for (const generation of ["0", "2", "x"]) {
    const code = await codeOf(await ask(`generations/${generation}/signature`));
    expect(code).toBe(generation === "x" ? "malformed-request" : "unknown-generation");
  }
});
