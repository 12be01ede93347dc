import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatVerifierKey, verifierKey, WITNESS_COSIGNATURE } from "@sedge/transparency/note";
import { afterAll, expect, test } from "vitest";
import { logKey, signerOf } from "../../transparency/test/operators.ts";
import { sedgeHere } from "./sedge.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-tag-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "sedge.js"), "loader");
writeFileSync(join(folder, "policy.html"), "the text");

const KEY = logKey(signerOf("log.example/sedge", 1));
const { name, publicKey } = signerOf("auditor.example", 4);
const WITNESS = formatVerifierKey(verifierKey(name, WITNESS_COSIGNATURE, publicKey));
const PLACE = ["--src", "https://shop.example/s.js?a=1&b=2", "--site", "shop", "--endpoint", "https://edge.example"];
const tag = (...args: string[]) => sedgeHere("tag", folder, ...PLACE, "--policy", "2026-11", ...args);

test("sedge tag prints the tag with the loader's hash, the log's and the witnesses' keys, and the text's hash", async () => {
  const { out, exitCode } = await tag(
    "--log-key",
    KEY,
    "--witness",
    WITNESS,
    "--policy-file",
    join(folder, "policy.html"),
  );
  expect(exitCode).toBe(0);
  expect(out.split(/\s+(?=[a-z\d-]+=)/)).toEqual([
    "<script async",
    'src="https://shop.example/s.js?a=1&amp;b=2"',
    `integrity="sha384-${createHash("sha384").update("loader").digest("base64")}"`,
    'crossorigin="anonymous"',
    'data-site="shop"',
    'data-endpoint="https://edge.example"',
    'data-policy="2026-11"',
    `data-policy-sha256="${createHash("sha256").update("the text").digest("hex")}"`,
    `data-aggregator-key="${KEY} ${WITNESS}"></script>`,
  ]);
});

test("sedge tag refuses a key of another kind, and a folder without the loader", async () => {
  expect((await tag("--log-key", WITNESS)).note).toMatch(/^bad-option: .* is not a log's verifier key/);
  expect((await tag("--log-key", KEY, "--witness", KEY)).note).toMatch(/^bad-option: .* is not a witness's/);
  expect((await tag("--log-key", KEY, "--policy-file", "nowhere")).note).toMatch(
    /^missing-file: there is no file nowhere/,
  );
  const elsewhere = await sedgeHere("tag", "nowhere", ...PLACE, "--policy", "1", "--log-key", KEY);
  expect(elsewhere.note).toMatch(/^missing-file: there is no file .*sedge\.js/);
});

test("sedge log key prints what a page pins of the log with this seed", async () => {
  const file = join(folder, "seed.key");
  writeFileSync(file, Buffer.alloc(32, 1).toString("base64url"), { mode: 0o600 });
  expect((await sedgeHere("log", "key", file, "--origin", "log.example/sedge")).out).toBe(KEY);
  expect((await sedgeHere("log", "key", file)).out).toBe(logKey(signerOf("sedge-log", 1)));
  expect((await sedgeHere("log", "key", file, "--origin", "a b")).note).toMatch(/^bad-option: --origin/);
});
