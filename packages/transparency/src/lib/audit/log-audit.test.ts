import { toBase64url } from "@sedge/privacy/base64url";
import { expect, test } from "vitest";
import { DAY, logKey, Operators, signerOf, START, verifySignature } from "../../../test/operators.ts";
import { logKeyOf } from "../device/check-succession.ts";
import { statementEntry, type StatementPart } from "../device/statement-part.ts";
import { type DocumentSigner, signDocument } from "../publish/sign-document.ts";
import { NEW_SITE, publishedUnder } from "../publish/site-history.ts";
import { EDGE } from "../statement/operator-keys.ts";
import type { Statement } from "../statement/statement.ts";
import { leafHash } from "../tree/hash.ts";
import { LogAudit } from "./log-audit.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function auditOf(log: DocumentSigner): LogAudit {
  const key = logKeyOf(logKey(log));
  if (!key) throw new Error("no key");
  return new LogAudit(key, verifySignature);
}

/** What each of a log's entries breaks. */
async function findings(log: DocumentSigner, entries: readonly (string | StatementPart)[]) {
  const audit = auditOf(log);
  const found = [];
  for (const entry of entries)
    found.push(await audit.append(bytes(typeof entry === "string" ? entry : statementEntry(entry))));
  return { found, audit };
}

/** A log of three statements, whose last one is changed. */
async function lastChanged(changes: Partial<Statement>, before = 2, apart = DAY) {
  const operators = new Operators();
  const parts = [];
  for (let number = 1; number <= before; number++) {
    parts.push(await operators.publish());
    operators.now += apart - DAY;
  }
  parts.push(await operators.publish(changes));
  return (await findings(operators.log, parts)).found.at(-1);
}

test("a log whose operators keep its rules has no findings, and the audit has its root and its sites' last statements", async () => {
  const operators = new Operators();
  const parts = [await operators.publish(), await operators.publish(), await operators.publish()];
  const { found, audit } = await findings(operators.log, parts);
  expect(found).toEqual([undefined, undefined, undefined]);
  expect(audit.tree.root()).toEqual(operators.tree.root());
  expect(audit.sites.get("demo")?.statement).toEqual(parts[2]?.statement);
});

test("an entry that is no document of the log is found", async () => {
  const operators = new Operators();
  const entry = statementEntry(await operators.publish());
  const spelled = entry.replace('{"codebook"', '{ "codebook"');
  expect((await findings(operators.log, ["hello", spelled, `\uFEFF${entry}`])).found).toEqual(
    Array.from({ length: 3 }, () => "entry-invalid"),
  );
});

test("a statement that the edge or the aggregator has not signed is found, and so is an edge's key that the old one did not introduce", async () => {
  const operators = new Operators();
  const first = await operators.publish();
  const other = new Operators({ log: signerOf("log.example/sedge", 9) });
  const forged = await other.sign(operators.statement());
  const unedged = await new Operators({ edge: signerOf(EDGE, 9) }).sign(operators.statement());
  expect((await findings(operators.log, [first, forged])).found.at(-1)).toBe("entry-unsigned");
  expect((await findings(operators.log, [first, unedged])).found.at(-1)).toBe("entry-unsigned");
  const old = operators.edge;
  operators.edge = signerOf(EDGE, 6);
  const statement = operators.statement();
  expect((await findings(operators.log, [first, await operators.sign(statement)])).found.at(-1)).toBe("entry-unsigned");
  expect((await findings(operators.log, [first, await operators.sign(statement, old)])).found.at(-1)).toBeUndefined();
});

test("a number left out or repeated, and a first statement that says it is not the first, are found", async () => {
  expect(await lastChanged({ number: 4 })).toBe("statement-number");
  expect(await lastChanged({ number: 2 })).toBe("statement-number");
  expect(await lastChanged({ number: 2, previousSize: 0 }, 0)).toBe("statement-number");
  expect(await lastChanged({})).toBeUndefined();
});

test("a history that is not the site's, or a checkpoint before which the last statement was not in the log, is found", async () => {
  const { edge: other } = new Operators().statement();
  expect(await lastChanged({ history: other })).toBe("statement-history");
  expect(await lastChanged({ history: other }, 0)).toBe("statement-history");
  expect(await lastChanged({ previousSize: 1 })).toBe("statement-history");
  expect(await lastChanged({ previousSize: 100 })).toBe("statement-history");
});

test("a statement that says its predecessor was published before the log had it is found", async () => {
  const operators = new Operators();
  const [first, second] = [await operators.publish(), await operators.publish()];
  const early = { origin: "log.example/sedge", size: 1, root: operators.tree.root(1) };
  const afterFirst = publishedUnder(NEW_SITE, leafHash(bytes(statementEntry(first))), early);
  operators.history = publishedUnder(afterFirst, leafHash(bytes(statementEntry(second))), early);
  const { found } = await findings(operators.log, [first, second, await operators.publish()]);
  expect(found).toEqual([undefined, undefined, "statement-history"]);
});

test("a device that was shown a fork leaves a history that the log's own tree contradicts", async () => {
  const operators = new Operators();
  const first = await operators.publish();
  operators.fill(1);
  // Published to a device under a checkpoint of another tree of the same size.
  const shown = operators.checkpoint;
  const forked = { ...shown, root: operators.tree.root(1) };
  operators.history = publishedUnder(NEW_SITE, leafHash(bytes(statementEntry(first))), forked);
  const second = await operators.publish();
  const { found } = await findings(operators.log, [first, "other 1", second]);
  expect(found).toEqual([undefined, "entry-invalid", "statement-history"]);
});

test("a fifth change in a day, and one issued before the last, are found", async () => {
  expect(await lastChanged({}, 3, 3_600)).toBeUndefined();
  expect(await lastChanged({}, 4, 3_600)).toBe("statement-changes-too-often");
  expect(await lastChanged({ issued: START, expires: START + DAY })).toBe("statement-changes-too-often");
});

test("a rotated key signs from its succession on, and another log's first entry names the log before", async () => {
  const operators = new Operators();
  const first = await operators.publish();
  const [next, elsewhere] = [signerOf("log.example/sedge", 7), signerOf("log.example/sedge-2", 8)];
  const old = operators.log;
  const document = (to: DocumentSigner) => ({
    kind: "sedge-succession/1",
    from: { key: logKey(old), size: 1, root: toBase64url(operators.tree.root(1)) },
    to: logKey(to),
    issued: START,
  });
  const rotation = await signDocument(document(next), [old, next]);
  operators.tree.append(bytes(rotation));
  operators.log = next;
  const second = await operators.publish();
  const { found, audit } = await findings(old, [first, rotation, second]);
  expect(found).toEqual([undefined, undefined, undefined]);
  expect(audit.key.publicKey).toEqual(next.publicKey);
  const halfSigned = await signDocument(document(next), [next]);
  expect((await findings(old, [first, halfSigned])).found.at(-1)).toBe("entry-unsigned");
  const moved = await signDocument(document(elsewhere), [old, elsewhere]);
  expect((await findings(elsewhere, [moved])).found).toEqual([undefined]);
  expect((await findings(old, [first, moved])).found.at(-1)).toBe("entry-invalid");
});
