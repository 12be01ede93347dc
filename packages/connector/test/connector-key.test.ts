import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { afterAll, expect, test } from "vitest";
import { sedgeHere } from "./sedge.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-connector-key-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("creates a secret once, readable by its owner alone, and prints its public key each time", async () => {
  const file = join(folder, "secret");
  const made = await sedgeHere("connector-key", file);
  expect(made).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^[\w-]{43}$/) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const secret = readFileSync(file, "utf8");
  expect(made.out + made.note).not.toContain(secret.trim());
  const { key } = await connectorSigner(Buffer.from(secret, "base64url"));
  expect(made.out).toBe(key);
  expect(await sedgeHere("connector-key", file)).toEqual({ exitCode: 0, out: key, note: "" });
  expect(readFileSync(file, "utf8")).toBe(secret);
});

test.each([
  ["no file", ["connector-key"], "bad-call"],
  ["two files", ["connector-key", "a", "b"], "bad-call"],
  ["an option", ["connector-key", "a", "--force"], "unknown-option"],
  ["a folder that is not there", ["connector-key", join(folder, "none", "secret")], "unwritable"],
  ["a folder", ["connector-key", folder], "unreadable-file"],
])("%s is rejected with one sentence", async (_, args, code) => {
  const result = await sedgeHere(...args);
  expect(result).toMatchObject({ exitCode: 2, out: "", note: expect.stringMatching(new RegExp(`^${code}: .+\\.$`)) });
});

test("leaves a file that is not a secret unchanged", async () => {
  const file = join(folder, "letter");
  writeFileSync(file, "Dear operator");
  expect(await sedgeHere("connector-key", file)).toMatchObject({ exitCode: 2 });
  expect(readFileSync(file, "utf8")).toBe("Dear operator");
});
