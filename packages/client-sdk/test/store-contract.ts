import { emptySession } from "@sedge/features";
import { type ConsentReceipt, KeyEpoch, LandingLinkSecret, LinkToken, OperationId, Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";
import type { LedgerEntry } from "../src/lib/ledger-entry.ts";
import type { Operation } from "../src/lib/worker/outbox/operation.ts";
import { MAX_LEDGER_ENTRIES, type Store } from "../src/lib/worker/storage/store.ts";
import type { StoredKeys } from "../src/lib/worker/storage/stored-keys.ts";
import { SESSION_VERSION } from "../src/lib/worker/storage/stored-session.ts";

/** One promise of the port. `check` rejects where the store does not keep it; each gets a store of its own. */
export interface Clause {
  readonly name: string;
  readonly check: (store: Store) => Promise<void>;
}

const receipt: ConsentReceipt = { purposes: ["classify", "link"], policyVersion: "2026-11", day: "2026-11-21" };
const token = v.parse(LinkToken, "A".repeat(43));
const entry: Omit<LedgerEntry, "id"> = {
  at: 1_795_000_000_000,
  method: "POST",
  url: "https://edge.example/v1/sites/demo/assignments",
  body: "{}",
  rows: [3, 5],
  purpose: "link",
  microEpsilon: 0,
  status: 0,
};

const secret = v.parse(LandingLinkSecret, "B".repeat(21) + "A");

function same(actual: unknown, expected: unknown): void {
  const [is, shouldBe] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== shouldBe) throw new Error(`is ${is}, should be ${shouldBe}`);
}

async function signingKey() {
  return crypto.subtle.importKey("raw", new Uint8Array(32).fill(7), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function storedKeys(): Promise<StoredKeys> {
  const sealingKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  return { kind: "email", epoch: v.parse(KeyEpoch, 1), token, signingKey: await signingKey(), sealingKey };
}

async function erasure(id: string): Promise<Operation> {
  const operationId = v.parse(OperationId, id.padEnd(22, "A"));
  const keys = [{ token, signingKey: await signingKey() }];
  return { action: "erase", operationId, keys, receipt, enteredAt: 1, attempts: 0, notBefore: 0 };
}

/** What every store promises. Run against each adapter, in Node and in the browser. */
export const STORE_CONTRACT: readonly Clause[] = [
  {
    name: "what belongs to an era is written in that era alone, and deleting everything ends it",
    check: async ({ values, files, wipe }) => {
      const sha256 = v.parse(Sha256Hex, "0".repeat(64));
      const file = { name: "f", sha256, bytes: new Uint8Array([1]), description: "" };
      await values.put("era", "one");
      await values.put("landingLink", secret, "one");
      await wipe([]);
      await values.put("landingLink", secret, "one");
      await files.put(file, "one");
      same(await values.update("landingLink", (now) => now ?? secret, "one"), secret);
      same(await values.get("landingLink"), undefined);
      same(await files.get("f"), undefined);
      await values.put("era", "two");
      await values.put("landingLink", secret, "one");
      same(await values.get("landingLink"), undefined);
      await values.update("landingLink", () => secret, "two");
      same(await values.get("landingLink"), secret);
    },
  },
  {
    name: "a value is absent, then what was put, then absent again",
    check: async ({ values }) => {
      same(await values.get("clockOffsetSeconds"), undefined);
      await values.put("clockOffsetSeconds", -42);
      same(await values.get("clockOffsetSeconds"), -42);
      await values.delete("clockOffsetSeconds");
      same(await values.get("clockOffsetSeconds"), undefined);
    },
  },
  {
    name: "a session comes back as it was",
    check: async ({ values }) => {
      await values.put("visit", { version: SESSION_VERSION, session: emptySession(5), times: [5, 6.5] });
      same(await values.get("visit"), { version: SESSION_VERSION, session: emptySession(5), times: [5, 6.5] });
    },
  },
  {
    name: "a value that does not fit its schema is as good as missing",
    check: async ({ values }) => {
      await values.put("clockOffsetSeconds", Number.NaN);
      same(await values.get("clockOffsetSeconds"), undefined);
    },
  },
  {
    name: "a hundred updates at once add up",
    check: async ({ values }) => {
      const once = () => values.update("clockOffsetSeconds", (now = 0) => now + 1);
      await Promise.all(Array.from({ length: 100 }, once));
      same(await values.get("clockOffsetSeconds"), 100);
    },
  },
  {
    name: "a file keeps its bytes, and the next of its name replaces it",
    check: async ({ files }) => {
      const file = { name: "model:a", sha256: "0".repeat(64), bytes: Uint8Array.of(0, 255, 7), description: "{}" };
      await files.put(file);
      await files.put({ ...file, bytes: Uint8Array.of(1, 2) });
      same([...((await files.get("model:a"))?.bytes ?? [])], [1, 2]);
      same((await files.list()).length, 1);
    },
  },
  {
    name: "keys come back able to sign and unable to be read",
    check: async ({ keys }) => {
      await keys.put(await storedKeys());
      const stored = await keys.get("email");
      if (!stored || !(stored.signingKey instanceof CryptoKey)) throw new Error("no key came back");
      same(stored.signingKey.extractable, false);
      const signature = await crypto.subtle.sign("HMAC", stored.signingKey, Uint8Array.of(1));
      same(signature.byteLength, 32);
      await keys.delete("email");
      same(await keys.get("email"), undefined);
    },
  },
  {
    name: "an operation waits with its keys until it is deleted",
    check: async ({ operations }) => {
      const operation = await erasure("one");
      await operations.put(operation);
      const [stored] = await operations.list();
      same(stored?.receipt, receipt);
      same(stored?.keys[0]?.token, token);
      if (!(stored?.keys[0]?.signingKey instanceof CryptoKey)) throw new Error("the operation lost its key");
      await operations.delete(operation.operationId);
      same(await operations.list(), []);
    },
  },
  {
    name: "the ledger numbers its entries, changes their status alone, and lists them in order",
    check: async ({ ledger }) => {
      same(await ledger.append(entry), 1);
      same(await ledger.append({ ...entry, body: "second" }), 2);
      await ledger.setStatus(1, 200);
      await ledger.setStatus(99, 200);
      same(
        await ledger.list(),
        [
          { ...entry, status: 200, id: 1 },
          { ...entry, body: "second", id: 2 },
        ].map(inOrder),
      );
    },
  },
  {
    name: `the ledger keeps the last ${MAX_LEDGER_ENTRIES} entries`,
    check: async ({ ledger }) => {
      for (let batch = 0; batch < 21; batch++) {
        await Promise.all(Array.from({ length: 100 }, () => ledger.append(entry)));
      }
      const ids = (await ledger.list()).map(({ id }) => id);
      same([ids.length, ids[0], ids.at(-1)], [MAX_LEDGER_ENTRIES, 101, 2_100]);
    },
  },
  {
    name: "wiping leaves the named operations alone, and the ledger's numbers go on",
    check: async ({ values, files, keys, operations, ledger, wipe }) => {
      const [kept, dropped] = [await erasure("kept"), await erasure("dropped")];
      await values.put("clockOffsetSeconds", 1);
      await files.put({ name: "model:a", sha256: "0".repeat(64), bytes: Uint8Array.of(1), description: "" });
      await keys.put(await storedKeys());
      await operations.put(kept);
      await operations.put(dropped);
      await ledger.append(entry);
      await wipe([kept.operationId]);
      same(await values.get("clockOffsetSeconds"), undefined);
      same(await files.list(), []);
      same(await keys.list(), []);
      same(
        (await operations.list()).map(({ operationId }) => operationId),
        [kept.operationId],
      );
      same(await ledger.list(), []);
      same(await ledger.append(entry), 2);
    },
  },
];

/** The entry with its fields in the order in which every adapter gives them. */
function inOrder({ id, ...rest }: LedgerEntry): LedgerEntry {
  return { ...rest, id };
}
