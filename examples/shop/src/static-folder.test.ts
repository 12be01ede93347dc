import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { staticFile } from "./static-folder.ts";

const outside = mkdtempSync(join(tmpdir(), "sedge-static-"));
const folder = join(outside, "folder");
mkdirSync(join(folder, "deep"), { recursive: true });
mkdirSync(join(outside, "folder-beside"));
writeFileSync(join(outside, "secret.js"), "secret");
writeFileSync(join(outside, "folder-beside", "secret.js"), "secret");
writeFileSync(join(folder, "a.js"), "a");
writeFileSync(join(folder, "deep", "b c.json"), "{}");
writeFileSync(join(folder, "no-type"), "x");
symlinkSync(join(outside, "secret.js"), join(folder, "link.js"));

test("serves files in the folder with their type", async () => {
  expect(await staticFile(folder, "a.js")).toEqual({ type: "text/javascript; charset=utf-8", bytes: Buffer.from("a") });
  expect((await staticFile(folder, "deep/b%20c.json"))?.type).toBe("application/json");
});

test.each([
  "../secret.js",
  "..%2fsecret.js",
  "%2e%2e/secret.js",
  "deep/../../secret.js",
  "../folder-beside/secret.js",
  "link.js",
  "a.js%00.json",
  "%",
  "no-type",
  "deep",
  "missing.js",
])("does not serve %s", async (path) => {
  expect(await staticFile(folder, path)).toBeUndefined();
});
