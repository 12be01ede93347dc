import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { verifiedRound } from "../../../test/round-record.ts";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { KeyRing } from "../prf/key-ring.ts";
import { RoundRows } from "../round/round-rows.ts";

/** A storage in a file, and whether the file has these bytes, or six of them in a row. */
function fileStorage() {
  const folder = mkdtempSync(join(tmpdir(), "sedge-secrets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "object.sqlite");
  const parts = (bytes: Uint8Array) =>
    Array.from({ length: bytes.length - 5 }, (_, start) => bytes.subarray(start, start + 6));
  const has = (bytes: Uint8Array) => parts(bytes).some((part) => readFileSync(file).includes(Buffer.from(part)));
  return { storage: sqliteStorage(file), has };
}

test("a retired epoch's secret is in no page of the database", () => {
  const { storage, has } = fileStorage();
  const ring = new KeyRing(storage);
  const secret = ring.live(1)?.secret ?? expect.fail("no first epoch");
  ring.begin(2, 1);
  expect(has(secret)).toBe(true);
  ring.retire(1, 2);
  expect(has(secret)).toBe(false);
});

test("the secret of a round that is over is in no page of the database", () => {
  const { storage, has } = fileStorage();
  const rows = new RoundRows(storage);
  const { record } = verifiedRound();
  const secret = crypto.getRandomValues(new Uint8Array(32));
  rows.put(record);
  rows.keep(record.request.round, "secret", secret);
  expect(has(secret)).toBe(true);
  rows.apply(record, { kind: "ended", end: { state: "abandoned", reason: "operators-disagree" } });
  expect(rows.held(record.request.round, "secret")).toBeUndefined();
  expect(has(secret)).toBe(false);
});
