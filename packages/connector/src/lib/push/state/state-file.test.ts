import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import { PushState } from "./push-state.ts";

const owner = { site: "demo", channel: "email", connectorKey: new Uint8Array(32) } as const;
let file = "";
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "sedge-state-"));
  file = join(folder, "state");
  return () => rmSync(folder, { recursive: true });
});

/** Converts the file to the schema of version 1. */
function asVersion1(): void {
  const database = new DatabaseSync(file);
  database.exec(`
    DROP TABLE contributions; DROP TABLE outbox; ALTER TABLE seen RENAME COLUMN digest TO said;
    INSERT INTO seen VALUES ('record', 'digest of version 1');
    CREATE TABLE outbox (
      number INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, action TEXT NOT NULL, operation TEXT NOT NULL UNIQUE,
      body TEXT, signers TEXT NOT NULL, receipt TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, UNIQUE (person, action)
    );
    INSERT INTO outbox (person, action, operation, signers, receipt) VALUES
      ('ann', 'unlink', 'AAAAAAAAAAAAAAAAAAAAAA', '["ann"]', '{"purposes":[],"policyVersion":"2026-11","day":"2026-11-21"}');
    PRAGMA user_version = 1;
  `);
  database.close();
}

test("migrates a file of version 1, keeps its contents, and can contribute to rounds", () => {
  new PushState(file, owner).close();
  asVersion1();
  const state = new PushState(file, owner);
  expect(state.outbox.one("ann", "unlink")).toMatchObject({ part: "", operation: "A".repeat(22) });
  expect(state.seen.digest("record")).toBe("digest of version 1");
  expect(state.contributions.due().waiting).toBe(0);
  state.close();
  const again = new PushState(file, owner);
  expect(again.outbox.waiting()).toBe(1);
  again.close();
});

test("rejects a file of a later version", () => {
  new PushState(file, owner).close();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
  expect(() => new PushState(file, owner)).toThrow("bad-state");
});
