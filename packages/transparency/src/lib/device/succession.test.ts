import { toBase64url } from "@sedge/privacy/base64url";
import { expect, test } from "vitest";
import { DAY, keyOf, logKey, Operators, signerOf, START, verifySignature } from "../../../test/operators.ts";
import type { Checkpoint } from "../note/checkpoint.ts";
import { type DocumentSigner, signDocument } from "../publish/sign-document.ts";
import { checkStatement, type PagePins } from "./check-statement.ts";
import type { StatementPart } from "./statement-part.ts";
import type { StoredLog } from "./stored-log.ts";

const auditor = signerOf("auditor.example", 4);
const NEW_KEY = signerOf("log.example/sedge", 7);
const NEW_LOG = signerOf("log.example/sedge-2", 8);

async function visit(part: StatementPart, pins: PagePins, stored?: StoredLog) {
  const deps = { nowSeconds: START + 30 * DAY, verify: verifySignature };
  const checked = await checkStatement(part, pins, stored, deps);
  return "state" in checked ? checked.state : checked.refusal;
}

/** Two statements in the old log, as a device has seen them. */
async function seenLog() {
  const operators = new Operators();
  operators.witnesses = [auditor];
  operators.fill(40);
  await operators.publish();
  const part = await operators.publish();
  const { pins } = operators;
  const stored = await visit(part, pins);
  if (typeof stored === "string") throw new Error(stored);
  return { operators, pins, stored, last: operators.checkpoint };
}

/** The document by which `to` follows, signed by these. */
function succession(old: DocumentSigner, to: DocumentSigner, last: Checkpoint, signers: readonly DocumentSigner[]) {
  const from = { key: logKey(old), size: last.size, root: toBase64url(last.root) };
  return signDocument({ kind: "sedge-succession/1", from, to: logKey(to), issued: START + 3 * DAY }, signers);
}

/** The same site under another key or log, with what it has published before. */
function continued(before: Operators, log: DocumentSigner, successions: readonly string[]): Operators {
  const next = new Operators({ log, ...(log.name === before.log.name ? { tree: before.tree } : {}) });
  [next.history, next.witnesses, next.now] = [before.history, before.witnesses, before.now];
  next.successions = [...successions];
  // The first entry of a log that follows another.
  for (const entry of successions) next.tree.append(new TextEncoder().encode(entry));
  return next;
}

const cases = [
  ["the aggregator's key is rotated", NEW_KEY],
  ["a lost log is begun again under another origin", signerOf("log.example/sedge-2", 1)],
  ["a site moves to another aggregator", NEW_LOG],
] as const;

test.each(cases)("a device that pinned the old key accepts it when %s", async (_, to) => {
  const { operators, pins, stored, last } = await seenLog();
  const entry = await succession(operators.log, to, last, [operators.log, to, operators.edge, auditor]);
  const next = continued(operators, to, [entry]);
  const part = await next.publish();
  const state = await visit(part, pins, stored);
  expect(state).toMatchObject({ number: 3, key: logKey(to), pinned: pins.logKey });
  // A new device with the old tag, one with the new tag, and the same device once more.
  expect(await visit(part, pins)).toMatchObject({ key: logKey(to) });
  expect(await visit(part, next.pins)).toMatchObject({ key: logKey(to), pinned: logKey(to) });
  expect(await visit(await next.publish(), pins, state as StoredLog)).toMatchObject({ number: 4 });
});

test.each(cases)("where %s, every signature is needed", async (_, to) => {
  const { operators, pins, stored, last } = await seenLog();
  const signers = [operators.log, to, operators.edge, auditor];
  const refusals = [];
  for (const lacking of signers) {
    const wrong = signers.map((signer) => (signer === lacking ? signerOf(signer.name, 9) : signer));
    const entry = await succession(operators.log, to, last, wrong);
    refusals.push(await visit(await continued(operators, to, [entry]).publish(), pins, stored));
  }
  expect(refusals).toEqual(["log-unsigned", "log-unsigned", "statement-unsigned", "witness-missing"]);
});

test.each(cases)(
  "where %s, a checkpoint smaller than the device's, or another of its size, is refused",
  async (_, to) => {
    const { operators, pins, stored, last } = await seenLog();
    const signers = [operators.log, to, operators.edge, auditor];
    const shrunk = { ...last, size: last.size - 1, root: operators.tree.root(last.size - 1) };
    const forked = { ...last, root: operators.tree.root(last.size - 1) };
    for (const [checkpoint, refusal] of [
      [shrunk, "log-shrinks"],
      [forked, "log-forks"],
    ] as const) {
      const entry = await succession(operators.log, to, checkpoint, signers);
      expect(await visit(await continued(operators, to, [entry]).publish(), pins, stored)).toBe(refusal);
    }
  },
);

test("a new log that forgets the site's last statement is refused, although everybody has signed", async () => {
  const { operators, pins, stored, last } = await seenLog();
  const signers = [operators.log, NEW_LOG, operators.edge, auditor];
  const forgetful = new Operators();
  forgetful.witnesses = [auditor];
  forgetful.fill(41);
  await forgetful.publish();
  forgetful.now += DAY;
  const next = continued(forgetful, NEW_LOG, [await succession(operators.log, NEW_LOG, last, signers)]);
  expect(await visit(await next.publish({ minPeople: 60 }), pins, stored)).toBe("log-forks");
  next.history = { ...operators.history, history: new Uint8Array(32) };
  expect(await visit(await next.publish(), pins, stored)).toBe("log-forks");
});

test("another log without a succession is refused", async () => {
  const { operators, pins, stored } = await seenLog();
  expect(await visit(await continued(operators, NEW_LOG, []).publish(), pins, stored)).toBe("log-unsigned");
});

test("a succession that the statement does not commit to is refused", async () => {
  const { operators, pins, stored, last } = await seenLog();
  const signers = [operators.log, NEW_KEY, operators.edge, auditor];
  const next = continued(operators, NEW_KEY, [await succession(operators.log, NEW_KEY, last, signers)]);
  expect(await visit(await next.publish({ succession: next.statement().edge }), pins, stored)).toBe("log-forks");
});

test("a second succession from a key that the device has left leads nowhere", async () => {
  const { operators, pins, stored, last } = await seenLog();
  const first = await succession(operators.log, NEW_LOG, last, [operators.log, NEW_LOG, operators.edge, auditor]);
  const moved = await visit(await continued(operators, NEW_LOG, [first]).publish(), pins, stored);
  const thief = signerOf("log.example/thief", 10);
  const second = await succession(operators.log, thief, last, [operators.log, thief, operators.edge, auditor]);
  const stolen = continued(operators, thief, [second]);
  expect(await visit(await stolen.publish(), pins, moved as StoredLog)).toBe("log-unsigned");
});

test("successions follow each other, and a device begins at the one that leaves its key", async () => {
  const { operators, pins, stored, last } = await seenLog();
  const first = await succession(operators.log, NEW_KEY, last, [operators.log, NEW_KEY, operators.edge, auditor]);
  const rotated = continued(operators, NEW_KEY, [first]);
  const between = await visit(await rotated.publish(), pins, stored);
  const second = await succession(NEW_KEY, NEW_LOG, rotated.checkpoint, [NEW_KEY, NEW_LOG, operators.edge, auditor]);
  const moved = continued(rotated, NEW_LOG, [first, second]);
  const part = await moved.publish();
  expect(await visit(part, pins, stored)).toMatchObject({ number: 4, key: logKey(NEW_LOG) });
  expect(await visit(part, pins, between as StoredLog)).toMatchObject({ number: 4, key: logKey(NEW_LOG) });
});

test("a page that pins another key begins with it, and uses nothing that was stored under the old one", async () => {
  const { operators, stored } = await seenLog();
  const other = new Operators({ log: NEW_LOG });
  const part = await other.publish({ edge: keyOf(operators.edge) });
  expect(await visit(part, other.pins, stored)).toMatchObject({ number: 1, pinned: logKey(NEW_LOG) });
});
