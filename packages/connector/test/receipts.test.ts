import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deriveLinkKeys, signReceipt } from "@sedge/privacy/link-key";
import type { SignedReceipt } from "@sedge/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sedgeHere } from "./sedge.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-receipts-"));
const at = (name: string) => join(folder, name);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const TEXT = "What we do with your data.";
const policySha256 = sha256(TEXT);
const receipt: SignedReceipt = {
  purposes: ["classify", "link"],
  policyVersion: "1",
  day: "2026-11-21",
  policySha256,
  source: "api",
};
const keysOf = (seed: number) => deriveLinkKeys(new Uint8Array(64).fill(seed), "demo", 1);
const people = Promise.all([1, 2, 3].map(keysOf));

/** An edge that answers in two parts: the third person's receipt has no signature. */
const edge = createServer((request, response) => {
  void people.then(async (all) => {
    const url = new URL(request.url ?? "", "http://edge");
    if (request.headers.authorization !== "Bearer the-admin-key") return response.writeHead(401).end("{}");
    if (url.pathname !== `/v1/operator/sites/demo/receipts/${policySha256}`) return response.writeHead(404).end("{}");
    const receipts = await Promise.all(
      all.map(async (keys, index) => ({
        subject: sha256(`erased\n${keys.token}`),
        receipt,
        signature: index === 2 ? null : await signReceipt(keys, "demo", receipt),
      })),
    );
    const isFirst = url.searchParams.get("after") === "";
    const part = isFirst ? receipts.slice(0, 2) : receipts.slice(2);
    return response.end(JSON.stringify({ receipts: part, next: isFirst ? receipts[1]?.subject : null }));
  });
});
beforeAll(async () => {
  writeFileSync(at("admin.key"), "the-admin-key\n");
  writeFileSync(at("text"), TEXT);
  writeFileSync(
    at("tokens"),
    (await people)
      .filter((_, index) => index !== 1)
      .map(({ token }) => token)
      .join("\n"),
  );
  await new Promise<void>((resolve) => void edge.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  edge.close();
  rmSync(folder, { recursive: true });
});

async function printed(): Promise<string> {
  const endpoint = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;
  const console = ["--endpoint", endpoint, "--site", "demo", "--admin-key", at("admin.key")];
  const { exitCode, out } = await sedgeHere("receipts", ...console, "--policy", policySha256);
  expect(exitCode).toBe(0);
  return out;
}
async function verify(lines: string, ...more: readonly string[]) {
  writeFileSync(at("receipts"), lines);
  return sedgeHere("verify-receipts", at("receipts"), "--tokens", at("tokens"), ...more);
}

test("what the edge exports is checked without it, by the tokens that are known", async () => {
  const lines = await printed();
  expect(lines.split("\n")).toHaveLength(3);
  for (const { token } of await people) expect(lines).not.toContain(token);
  expect(await verify(lines, "--text", at("text"))).toEqual({
    exitCode: 0,
    note: "",
    out: "1 verified, 1 without a signature, 1 of unknown tokens",
  });
});

test.each([
  ["purposes", (line: string) => line.replace('"link"', '"learn"')],
  ["day", (line: string) => line.replace("2026-11-21", "2026-11-20")],
  ["site", (line: string) => line.replace('"demo"', '"other"')],
])("a receipt whose %s was changed is refused", async (_, change) => {
  const [line = ""] = (await printed()).split("\n");
  expect(change(line)).not.toBe(line);
  expect(await verify(change(line))).toMatchObject({ exitCode: 2, note: expect.stringContaining("bad-receipt") });
});

test("receipts of another text are refused", async () => {
  writeFileSync(at("other"), `${TEXT} And more.`);
  expect(await verify(await printed(), "--text", at("other"))).toMatchObject({
    exitCode: 2,
    note: expect.stringContaining("another text"),
  });
});
