import { spawnSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LoginKey, ProofClaims, ProofHeader } from "@sedge/protocol";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

const ROOT = join(import.meta.dirname, "..", "..", "..");
const TOKEN = "A".repeat(43);
const isPhpHere = spawnSync("php", ["-r", "exit(extension_loaded('sodium') ? 0 : 1);"]).status === 0;

/** The server's code in a language, as the document has it, which is also the demo shop's. */
function example(language: "ts" | "php"): string {
  const document = readFileSync(join(ROOT, "docs", "proof-of-control.md"), "utf8");
  const [, code = ""] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(document) ?? [];
  const file = join(ROOT, "examples", "shop", "src", "login", `proof-of-control.${language}`);
  expect(code.trim()).toBe(readFileSync(file, "utf8").trim());
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(20);
  return code;
}

/** Runs a program that prints a proof, and checks it as the edge does. */
async function expectProof(program: string, name: string, command: string): Promise<void> {
  const { out: key } = await sedgeHere("login-key", secret);
  writeFileSync(join(folder, name), program);
  const { stdout } = spawnSync(command, [name], { cwd: folder, encoding: "utf8" });
  const [head = "", body = "", signature = ""] = stdout.trim().split(".");
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(v.parse(ProofHeader, read(head)).kid).toBe(key);
  const claims = v.parse(ProofClaims, read(body));
  expect(claims).toMatchObject({ aud: "demo", purpose: "erase", tokens: [TOKEN] });
  expect(claims.exp - claims.iat).toBeLessThanOrEqual(300);
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: key }, format: "jwk" });
  expect(verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, "base64url"))).toBe(true);
}

describe("the server of docs/proof-of-control.md signs proofs that the edge's schemas and the key accept", () => {
  test("in Node", async () => {
    const call = `import { readFileSync } from "node:fs";
console.log(proofOfControl(readFileSync("login.key", "utf8"), "demo", "erase", ["${TOKEN}"]));`;
    await expectProof(`${example("ts")}\n${call}\n`, "server.mts", process.execPath);
  });

  test("in PHP", async ({ skip }) => {
    const code = example("php");
    if (!isPhpHere) skip("php with sodium is not installed");
    const call = `echo proof_of_control(file_get_contents('login.key'), 'demo', 'erase', ['${TOKEN}']);`;
    await expectProof(`${code}\n${call}\n`, "server.php", "php");
  });
});
