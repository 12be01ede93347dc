import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Channel, ConnectorKey, Nonce, RoundId } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { NonceMemory } from "../nonce-memory.ts";
import { ConnectorKeys } from "../prf/connector-keys.ts";
import { ElementBudget } from "../prf/element-budget.ts";
import { KeyRing } from "../prf/key-ring.ts";
import { RoundRows } from "../round/round-rows.ts";

const STORED = join(import.meta.dirname, "../../../test/stored");
const base64url = (bytes: number, fill: number) => Buffer.alloc(bytes, fill).toString("base64url");

/** A storage as a fixture has it; `isVersioned` false: as it was before schemas had versions. */
function opened(file: string, isVersioned = true) {
  const storage = sqliteStorage();
  storage.sql.exec(readFileSync(join(STORED, file), "utf8"));
  if (!isVersioned) storage.sql.exec("DROP TABLE schema_version");
  return storage;
}

/** The content of every version's fixture, whatever its tables are. */
function expectStored(storage: DurableObjectStorage): void {
  const ring = new KeyRing(storage);
  expect(ring.epochs().map(({ epoch, state, since }) => [epoch, state, since])).toEqual([
    [1, "previous", 1_780_000_000],
    [2, "current", 1_790_000_000],
  ]);
  expect(ring.live(2)?.secret).toEqual(new Uint8Array(32).fill(2));
  const key = v.parse(ConnectorKey, base64url(32, 1));
  const standing = new ConnectorKeys(storage).standing(key, v.parse(Channel, "shop-till"), ["read"], 1_790_000_000);
  expect(standing).toEqual({ state: "valid", scopes: ["link", "read"] });
  expect(new ElementBudget(storage).spent("pages", 1_790_000_000)).toMatchObject({ inMinute: 12, inDay: 12 });
  expect(new NonceMemory(storage).see(v.parse(Nonce, base64url(16, 2)), 1_790_000_001)).toBe(false);
  const rows = new RoundRows(storage);
  const round = v.parse(RoundId, base64url(16, 1));
  expect(rows.find(round)).toMatchObject({ request: { generation: 4 }, progress: { state: "abandoned" } });
  expect(rows.spent(1e-6)).toMatchObject({ rounds: 1, rho: 0.37 });
  expect(rows.isCleanedUp(round)).toBe(true);
}

describe("stored state", () => {
  const files = readdirSync(STORED).filter((name) => name.endsWith(".sql"));

  test.each(files)("of %s is read after the migrations, and again after a restart", (file) => {
    const storage = opened(file);
    expectStored(storage);
    expectStored(storage);
  });

  test("from before schemas had versions is read too, and has them afterwards", () => {
    const storage = opened("schema-1.sql", false);
    expectStored(storage);
    const versions = storage.sql.exec("SELECT component FROM schema_version ORDER BY component").toArray();
    expect(versions.map(({ component }) => component)).toEqual([
      "connector-keys",
      "element-budget",
      "key-ring",
      "nonces",
      "rounds",
    ]);
  });
});
