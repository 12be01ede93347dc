import { expect, test } from "vitest";
import { accepted, twoStatements, visit } from "../../../test/device-visit.ts";
import { DAY, Operators, START, withWrongHash } from "../../../test/operators.ts";
import { NEW_SITE, publishedUnder } from "../publish/site-history.ts";
import { statementEntry, type StatementPart } from "./statement-part.ts";

test("a device that missed up to four statements sees that they continue what it has seen, and one that missed more begins like a new one", async () => {
  const operators = new Operators();
  const parts = [];
  for (let number = 1; number <= 12; number++) parts.push(await operators.publish());
  const [first, , , , , , seventh] = parts;
  const last = parts.at(-1);
  if (!first || !seventh || !last) throw new Error("no statements");
  const old = await accepted(seventh, undefined, START + 7 * DAY);
  expect((await accepted(last, old, operators.now)).number).toBe(12);
  expect(await visit(last, { ...old, root: old.leaf, history: old.leaf }, operators.now)).toBe("log-forks");
  expect(await visit({ ...last, publications: "" }, old, operators.now)).toBe("log-forks");
  expect(await visit({ ...last, publications: withWrongHash(last.publications) }, old, operators.now)).toBe(
    "log-forks",
  );
  const older = await accepted(first, undefined, START + DAY);
  expect((await accepted(last, { ...older, history: older.leaf }, operators.now)).number).toBe(12);
});

test("a log that shrinks is refused", async () => {
  const { operators, first } = await twoStatements();
  const state = await accepted(first);
  const backup = new Operators();
  backup.fill(2);
  backup.history = { ...operators.history, previous: backup.checkpoint };
  backup.now = operators.now;
  expect(await visit(await backup.publish(), state, backup.now)).toBe("log-shrinks");
});

test("a log that forks is refused: at the device's size, before it, or by another statement of the same number", async () => {
  const { operators, first, second } = await twoStatements();
  const state = await accepted(first);
  // The same statements again, in a log where another site's entry differs.
  const fork = new Operators();
  fork.tree.append(Uint8Array.of(1));
  fork.fill(4);
  const forkedFirst = await fork.publish();
  expect(await visit(forkedFirst, undefined)).toMatchObject({ number: 1 });
  expect(statementEntry(forkedFirst)).toBe(statementEntry(first));
  fork.fill(3);
  expect(await visit(await fork.publish(), state, fork.now)).toBe("log-forks");
  // One that claims the device's checkpoint as its predecessor, but whose tree does not continue it.
  const honest = new Operators();
  honest.fill(5);
  await honest.publish();
  const liar = new Operators();
  liar.tree.append(Uint8Array.of(1));
  liar.fill(8);
  [liar.history, liar.now] = [honest.history, honest.now];
  expect(await visit(await liar.publish(), state, liar.now)).toBe("log-forks");
  expect(await visit({ ...second, consistency: withWrongHash(second.consistency) }, state, operators.now)).toBe(
    "log-forks",
  );
  expect(await visit({ ...second, consistency: "" }, state, operators.now)).toBe("log-forks");
  // One that names another checkpoint, so that the proof does not begin at the device's.
  const evasive = new Operators();
  evasive.tree.append(Uint8Array.of(1));
  evasive.fill(8);
  [evasive.history, evasive.now] = [honest.history, honest.now];
  expect(await visit(await evasive.publish({ previousSize: 5 }), state, evasive.now)).toBe("log-forks");
  // A second statement with the number of the first.
  const twin = new Operators();
  twin.fill(9);
  twin.now = START + 3_600;
  expect(await visit(await twin.publish({ minPeople: 60 }), state, twin.now)).toBe("log-forks");
});

test("a log that forked while a device missed statements is refused, as far as the manifest's proof reaches", async () => {
  const honest = new Operators();
  honest.fill(5);
  const state = await accepted(await honest.publish());
  // Names what the device has seen, in a tree that never had it.
  const liar = new Operators();
  liar.tree.append(Uint8Array.of(1));
  liar.fill(8);
  [liar.history, liar.now] = [honest.history, honest.now];
  const parts = [];
  for (let number = 2; number <= 7; number++) parts.push(await liar.publish());
  for (const part of parts.slice(1, 4)) expect(await visit(part, state, liar.now)).toBe("log-forks");
  // One that missed more than four sees a fork by the sizes only.
  expect((await accepted(parts[5] as StatementPart, state, liar.now)).number).toBe(7);
  expect(await visit(parts[5] as StatementPart, { ...state, size: 15 }, liar.now)).toBe("log-forks");
});

test("a log that shows another checkpoint in the place of the one that the device has seen is refused", async () => {
  const honest = new Operators();
  honest.fill(5);
  const state = await accepted(await honest.publish());
  const [seen] = honest.history.publications;
  if (!seen) throw new Error("no publication");
  const liar = new Operators();
  liar.tree.append(Uint8Array.of(1));
  liar.fill(8);
  // The history is true, and the proof fits the tree: but it begins at a checkpoint that nobody was shown.
  const { checkpoint } = liar;
  liar.history = { ...honest.history, previous: checkpoint, publications: [{ ...seen, ...checkpoint }] };
  liar.now = honest.now;
  expect(await visit(await liar.publish(), state, liar.now)).toBe("log-forks");
});

test("a publication between that the log never had is refused", async () => {
  const operators = new Operators();
  operators.fill(5);
  const state = await accepted(await operators.publish());
  await operators.publish();
  const { publications } = operators.history;
  const [seen, between] = publications;
  if (!seen || !between) throw new Error("no publications");
  const { origin } = operators.checkpoint;
  const checkpoint = { origin, size: between.size, root: seen.root };
  operators.history = publishedUnder(publishedUnder(NEW_SITE, seen.leaf, { ...seen }), between.leaf, checkpoint);
  expect(await visit(await operators.publish(), state, operators.now)).toBe("log-forks");
});
