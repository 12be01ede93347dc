import { spawnSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LoginKey, ProofClaims, ProofHeader } from "@sedge/protocol";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sedgeHere } from "./sedge.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-login-key-"));
const [secret, adminKey] = [join(folder, "login.key"), join(folder, "admin.key")];

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** An edge that registers keys under one admin key. */
const registered: { readonly path: string | undefined; readonly key: LoginKey }[] = [];
const edge = createServer((request, response) => {
  void textOf(request).then((text) => {
    const isOperator = request.headers.authorization === "Bearer the-admin-key";
    if (isOperator) registered.push({ path: request.url, key: v.parse(LoginKey, JSON.parse(text)) });
    response.writeHead(isOperator ? 200 : 401).end("{}");
  });
});
beforeAll(() => new Promise<void>((resolve) => void edge.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  edge.close();
  rmSync(folder, { recursive: true });
});
const endpoint = () => `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;

test("makes a secret once, readable by its owner alone, and registers and ends its public key", async () => {
  const made = await sedgeHere("login-key", secret);
  expect(made).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^[\w-]{43}$/) });
  expect(statSync(secret).mode & 0o777).toBe(0o600);
  expect(registered).toEqual([]);
  writeFileSync(adminKey, "the-admin-key\n");
  const at = ["--endpoint", endpoint(), "--site", "demo", "--admin-key", adminKey];
  expect(await sedgeHere("login-key", secret, ...at)).toEqual({ exitCode: 0, out: made.out, note: "" });
  expect((await sedgeHere("login-key", secret, ...at, "--end")).exitCode).toBe(0);
  const path = "/v1/operator/sites/demo/login-keys";
  expect(registered).toEqual([
    { path, key: { key: made.out, notAfter: null } },
    { path, key: { key: made.out, notAfter: expect.any(Number) } },
  ]);
});

test("says what is missing or refused, and makes no secret then", async () => {
  const file = join(folder, "none.key");
  writeFileSync(join(folder, "wrong.key"), "another");
  const at = ["--endpoint", endpoint(), "--site", "demo", "--admin-key"];
  for (const [args, code] of [
    [["--site", "demo"], "bad-option"],
    [["--end"], "bad-option"],
    [["--endpoint", "http://edge.example", "--site", "demo", "--admin-key", adminKey], "bad-option"],
    [["--endpoint", endpoint(), "--site", "demo"], "bad-option"],
    [[...at, join(folder, "not-there")], "missing-file"],
  ] as const) {
    const result = await sedgeHere("login-key", file, ...args);
    expect(result).toMatchObject({ exitCode: 2, out: "", note: expect.stringMatching(new RegExp(`^${code}: .+\\.$`)) });
  }
  expect(() => statSync(file)).toThrow();
  const refused = await sedgeHere("login-key", secret, ...at, join(folder, "wrong.key"));
  expect(refused).toMatchObject({ exitCode: 2, note: expect.stringMatching(/^key-refused: /) });
});

test("the server of docs/proof-of-control.md signs proofs that the edge's schemas and the key accept", async () => {
  const document = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "proof-of-control.md"), "utf8");
  const [, example = ""] = /```js\n([\s\S]*?)```/.exec(document) ?? [];
  expect(example.trim().split("\n").length).toBeLessThanOrEqual(20);
  const { out: key } = await sedgeHere("login-key", secret);
  const token = "A".repeat(43);
  writeFileSync(join(folder, "server.mjs"), `${example}\nconsole.log(proofOfControl("erase", ["${token}"]));\n`);
  const { stdout } = spawnSync(process.execPath, ["server.mjs"], { cwd: folder, encoding: "utf8" });
  const [head = "", body = "", signature = ""] = stdout.trim().split(".");
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(v.parse(ProofHeader, read(head)).kid).toBe(key);
  const claims = v.parse(ProofClaims, read(body));
  expect(claims).toMatchObject({ aud: "demo", purpose: "erase", tokens: [token] });
  expect(claims.exp - claims.iat).toBeLessThanOrEqual(300);
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: key }, format: "jwk" });
  expect(verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, "base64url"))).toBe(true);
});
