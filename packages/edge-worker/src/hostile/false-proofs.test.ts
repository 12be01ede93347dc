import { askBallot } from "@sedge/privacy/ballot";
import { toBase64url } from "@sedge/privacy/base64url";
import { type LinkKeys, signMessage } from "@sedge/privacy/link-key";
import { expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { LEARN, signedBallot, SMALL_SITE } from "../../test/contributor.ts";
import { type Login, LOGIN, someLogin } from "../../test/login.ts";
import { admin } from "../../test/operator.ts";
import { openRound } from "../../test/round-objects.ts";
import { act, problem, problemOf, somebody } from "../../test/visitor.ts";

const BAD = problem(403, "bad-proof-of-control");
const part = (content: object) => toBase64url(new TextEncoder().encode(JSON.stringify(content)));

/** What a stranger may have: the person's keys, a login of their own, and one that the site has ended. */
interface Material {
  readonly keys: LinkKeys;
  readonly login: Login;
  readonly retired: Login;
  /** Seconds since 1970. */
  readonly now: number;
}

const FALSE_PROOFS: readonly (readonly [string, (material: Material) => Promise<string>])[] = [
  ["signed with a retired key", ({ keys, retired }) => retired.prove("read", [keys])],
  ["for several sites", ({ keys, login }) => login.prove("read", [keys], { aud: ["demo", "other"] })],
  ["for another site", ({ keys, login }) => login.prove("read", [keys], { aud: SMALL_SITE })],
  ["for another purpose", ({ keys, login }) => login.prove("join", [keys])],
  ["for several purposes", ({ keys, login }) => login.prove("read", [keys], { purpose: ["read", "erase"] })],
  ["over", ({ keys, login, now }) => login.prove("read", [keys], { iat: now - 300, exp: now })],
  ["without an end", ({ keys, login }) => login.prove("read", [keys], { exp: undefined })],
  ["for everybody", ({ keys, login }) => login.prove("read", [keys], { tokens: "*" })],
  ["signed with the device's own key", signedByDevice],
  ["signed by nobody", async ({ keys, login }) => unsigned(await login.prove("read", [keys], {}, { alg: "none" }))],
  ["without its signature", async ({ keys, login }) => unsigned(await login.prove("read", [keys]))],
];

const unsigned = (proof: string) => [...proof.split(".").slice(0, 2), "A".repeat(86)].join(".");

/** A link key is an Ed25519 key as well. */
async function signedByDevice({ keys, now }: Material): Promise<string> {
  const header = part({ alg: "EdDSA", typ: "JWT", kid: keys.token });
  const claims = { aud: "demo", purpose: "read", tokens: [keys.token], jti: "A".repeat(22), iat: now, exp: now + 60 };
  const text = `${header}.${part(claims)}`;
  return `${text}.${await signMessage(keys, text)}`;
}

test.each(FALSE_PROOFS)("a proof of control that is %s is refused", async (_name, prove) => {
  const edge = clockedEdge();
  const ask = (request: Request) => edge.ask(request);
  const [login, retired, keys, now] = [await LOGIN, await someLogin(edge.seconds), await somebody(), edge.seconds()];
  for (const notAfter of [null, now - 1]) await admin("login-keys", { key: retired.key, notAfter }, ask);
  expect((await act("link", [keys], { issuedAt: now }, ask)).status).toBe(200);
  const read = async (proof: string) => act("export", [keys], { issuedAt: now, proof }, ask);
  expect(await problemOf(await read(await prove({ keys, login, retired, now })))).toEqual(BAD);
  expect((await read(await login.prove("read", [keys]))).status).toBe(200);
});

test("a ballot with a proof for something else is refused, and the profile still has its ballot to draw", async () => {
  const { round } = await openRound();
  const [keys, login] = [await somebody(), await LOGIN];
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const body = { round, blinded: toBase64url(askBallot(SMALL_SITE, round, random).blinding.blinded) };
  const draw = async (purpose: "read" | "erase", aud: string) =>
    signedBallot([keys], body, { receipt: LEARN, proof: await login.prove(purpose, [keys], { aud }) });
  for (const [purpose, aud] of [
    ["erase", SMALL_SITE],
    ["read", "demo"],
  ] as const) {
    expect(await problemOf(await draw(purpose, aud))).toEqual(BAD);
  }
  expect((await draw("read", SMALL_SITE)).status).toBe(200);
});
