import { reset } from "cloudflare:test";
import { isSignedBy } from "@sedge/privacy/signed-terms";
import { fromBase64url } from "@sedge/privacy/base64url";
import { ROUND_TERMS_PURPOSE, RoundTerms, termsText } from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import { call, roundRequest } from "../../test/edge.ts";
import { aggregatorApp } from "../lib/app.ts";

afterEach(() => reset());

const ASK = "https://aggregator.test";
const seconds = () => Math.floor(Date.now() / 1_000);

const HASTY = [
  ["no wait between ballot and vote", { spreadSeconds: 0 }],
  ["a wait under the least", { spreadSeconds: 899 }],
  ["an end so near that the wait is cut short", { deadline: seconds() + 600 }],
  ["a delta at which every round looks cheap", { delta: 1e-3 }],
  ["an end that has passed", { deadline: seconds() - 1 }],
] as const;

test.each(HASTY)("an edge that orders %s gets no signed terms", async (_, changes) => {
  const response = await call("openRound", roundRequest(changes));
  expect([response.status, await response.json()]).toMatchObject([409, { code: "round-order" }]);
});

test("an edge cannot change the wait that the aggregator has signed", async () => {
  const terms = v.parse(RoundTerms, await (await call("openRound", roundRequest())).json());
  const headers = { authorization: `Bearer ${env.OPERATOR_KEY}` };
  const url = `${ASK}${AGGREGATOR_ROUTES.prfKey.path.replace(":site", "demo").replace(":epoch", "1")}`;
  const { publicKey } = await (
    await exports.default.fetch(new Request(url, { headers }))
  ).json<{ publicKey: string }>();
  const isSigned = (changes: Partial<RoundTerms>) => {
    const { evaluated = "", proof = "" } = terms.termsSignature ?? {};
    const signature = { evaluated: fromBase64url(evaluated), proof: fromBase64url(proof) };
    return isSignedBy(
      fromBase64url(publicKey),
      ROUND_TERMS_PURPOSE,
      termsText("demo", { ...terms, ...changes }),
      signature,
    );
  };
  expect([isSigned({}), isSigned({ spreadSeconds: 0 })]).toEqual([true, false]);
});

test("Allow lists no method that is not answered", async () => {
  for (const path of ["/healthz", "/openapi.json", "/v1/sites/demo/prf", "/v1/operator/sites/demo/rounds"]) {
    const refused = await exports.default.fetch(new Request(ASK + path, { method: "DELETE" }));
    const options = await exports.default.fetch(new Request(ASK + path, { method: "OPTIONS" }));
    expect([refused.status, options.status]).toEqual([405, 405]);
    expect(refused.headers.get("allow")?.split(", ")).not.toContain("OPTIONS");
  }
});

test("nothing is served while votes are checked with the key that every request carries", async () => {
  const same = { ...env, VERIFY_KEY: env.OPERATOR_KEY };
  expect((await aggregatorApp().fetch(new Request(`${ASK}/healthz`), same)).status).toBe(500);
});
