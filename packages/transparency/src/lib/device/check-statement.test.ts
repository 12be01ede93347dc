import { expect, test } from "vitest";
import { accepted, pins, twoStatements, visit } from "../../../test/device-visit.ts";
import { DAY, keyOf, Operators, signerOf, START, withWrongHash } from "../../../test/operators.ts";
import { checkpointPart, joinHashes } from "../publish/statement-part.ts";
import { EDGE } from "../statement/operator-keys.ts";
import { checkStatement } from "./check-statement.ts";
import { statementEntry, type StatementPart } from "./statement-part.ts";

test("a new device accepts a statement, and keeps the checkpoint that it was published under", async () => {
  const { operators, second } = await twoStatements();
  const state = await accepted(second, undefined, operators.now);
  expect([state.size, state.number, state.key, state.changed]).toEqual([10, 2, pins.logKey, []]);
});

test("the same statement again is accepted without any signature being verified", async () => {
  const { first } = await twoStatements();
  const state = await accepted(first);
  const verify = () => Promise.reject(new Error("verified a signature"));
  expect(await checkStatement(first, pins, state, { nowSeconds: START + 2 * DAY, verify })).toMatchObject({ state });
});

test("the next statement is accepted and counted as a change", async () => {
  const { operators, first, second } = await twoStatements();
  const state = await accepted(second, await accepted(first), operators.now);
  expect([state.size, state.number, state.changed]).toEqual([10, 2, [operators.now]]);
});

test("a statement is refused that is about another site, expired, from the future, or no statement", async () => {
  const { first } = await twoStatements();
  expect(await visit(first, undefined, START, { ...pins, site: "other" })).toBe("statement-of-another-site");
  expect(await visit(first, undefined, START + 61 * DAY)).toBe("statement-not-current");
  expect(await visit(first, undefined, START - 1)).toBe("statement-not-current");
  expect(await visit({ ...first, signatures: ["hello"] })).toBe("statement-invalid");
  expect(await visit({ ...first, checkpoint: { ...first.checkpoint, signatures: ["hello"] } })).toBe(
    "statement-invalid",
  );
  expect(await visit(first, await accepted(first), START + 61 * DAY)).toBe("statement-not-current");
});

test("a statement that one operator has not signed is refused, also when it is in the log", async () => {
  for (const lacking of ["edge", "log"] as const) {
    const operators = new Operators();
    const { edge, log } = operators;
    operators.sign = async (statement) => {
      const forger = new Operators({ [lacking]: signerOf((lacking === "edge" ? edge : log).name, 9) });
      return forger.sign(statement);
    };
    expect(await visit(await operators.publish())).toBe("statement-unsigned");
  }
});

test("a statement that is not in the log is refused, whichever part of the proof is false", async () => {
  const { operators, first, second } = await twoStatements();
  const foreign = await new Operators().publish({ minPeople: 51 });
  const refused = [
    { ...second, statement: foreign.statement },
    { ...second, signatures: second.signatures.toReversed() },
    { ...second, index: second.index - 1 },
    { ...second, index: 1_000 },
    { ...second, inclusion: withWrongHash(second.inclusion) },
    { ...second, inclusion: "" },
    { ...second, checkpoint: first.checkpoint },
  ];
  for (const part of refused) expect(await visit(part, undefined, operators.now)).toBe("statement-not-in-log");
});

test("a checkpoint by another key, of another log or of a changed tree is refused", async () => {
  const { operators, second } = await twoStatements();
  const { checkpoint } = operators;
  const impostor = checkpointPart(await operators.cosigned(checkpoint, [], signerOf("log.example/sedge", 9)));
  const elsewhere = checkpointPart(await operators.cosigned({ ...checkpoint, origin: "log.example/other" }));
  const changed = { ...second.checkpoint, size: 11 };
  for (const signed of [impostor, elsewhere, changed]) {
    expect(await visit({ ...second, checkpoint: signed }, undefined, operators.now)).toBe("log-unsigned");
  }
});

test("a statement older than the accepted one is refused, although it is in the log and signed", async () => {
  const { operators, first, second } = await twoStatements();
  const state = await accepted(second, undefined, operators.now);
  expect(await visit(first, state, operators.now)).toBe("log-shrinks");
  // Proven to be in the log of today.
  const inclusion = joinHashes(operators.tree.inclusionProof(first.index));
  const checkpoint = checkpointPart(await operators.cosigned(operators.checkpoint));
  expect(await visit({ ...first, inclusion, checkpoint }, state, operators.now)).toBe("statement-replaced");
});

test("a fifth change in a day is refused, by the device's clock and by the statements' own", async () => {
  const operators = new Operators();
  const parts = [];
  for (let number = 1; number <= 6; number++) {
    parts.push(await operators.publish());
    operators.now += 3_600 - DAY;
  }
  let state = await accepted(parts[0] as StatementPart, undefined, operators.now);
  for (const part of parts.slice(1, 5)) state = await accepted(part, state, operators.now);
  expect(state.changed).toHaveLength(4);
  const last = parts[5] as StatementPart;
  expect(await visit(last, state, operators.now)).toBe("statement-changes-too-often");
  expect((await accepted(last, state, operators.now + DAY)).changed).toEqual([operators.now + DAY]);
  // A device that slept meanwhile counts them by what they say of themselves.
  const first = await accepted(parts[0] as StatementPart, undefined, operators.now);
  expect(await visit(last, first, operators.now + 30 * DAY)).toBe("statement-changes-too-often");
  expect((await accepted(parts[4] as StatementPart, first, operators.now)).number).toBe(5);
});

test("a device that missed statements counts no more days than its own clock has", async () => {
  const operators = new Operators();
  const first = await operators.publish();
  // Issued two days apart; but the device has accepted the first one an hour ago, when it was new to it.
  for (let number = 2; number <= 5; number++) await operators.publish();
  operators.now += 4 * DAY;
  const sixth = await operators.publish();
  const state = await accepted(first, undefined, operators.now - 3_600);
  expect(await visit(sixth, state, operators.now)).toBe("statement-changes-too-often");
  expect(await visit(sixth, { ...state, accepted: operators.now + DAY }, operators.now)).toBe(
    "statement-changes-too-often",
  );
  expect((await accepted(sixth, state, operators.now + DAY)).number).toBe(6);
});

test("a statement that was issued before the accepted one is refused", async () => {
  const { operators, first } = await twoStatements();
  const state = await accepted(first);
  const backdated = new Operators();
  backdated.fill(5);
  await backdated.publish();
  const part = await backdated.publish({ issued: START, expires: START + DAY * 9 });
  expect(await visit(part, state, operators.now)).toBe("statement-changes-too-often");
});

test("the edge's cosignature and those of required witnesses are needed", async () => {
  const auditor = signerOf("auditor.example", 4);
  const required = { name: auditor.name, key: keyOf(auditor) };
  const operators = new Operators();
  operators.witnesses = [auditor];
  const part = await operators.publish();
  const page = { ...pins, witnesses: [required] };
  expect((await accepted(part)).witnesses).toEqual([required]);
  const alone = await operators.part(statementEntry(part), []);
  expect(await visit(alone)).toBe("witness-missing");
  const unnamed = new Operators();
  const plain = await unnamed.publish();
  expect(await visit(plain, undefined, START + DAY, page)).toBe("witness-missing");
  const uncosigned = plain.checkpoint.signatures.filter((line) => !line.startsWith("edge/demo"));
  expect(await visit({ ...plain, checkpoint: { ...plain.checkpoint, signatures: uncosigned } })).toBe(
    "witness-missing",
  );
  // A page that begins to require a witness has the stored statement checked again.
  const state = await accepted(plain);
  expect(await visit(plain, state, START + DAY, page)).toBe("witness-missing");
  const cosigned = { ...plain, checkpoint: checkpointPart(await unnamed.cosigned(unnamed.checkpoint, [auditor])) };
  expect(await accepted(cosigned, state, START + DAY, page)).toEqual({ ...state, pageWitnesses: [required] });
});

test("a witness is dropped with its own cosignature, or after the statement that requires it has expired", async () => {
  const auditor = signerOf("auditor.example", 4);
  const operators = new Operators();
  operators.witnesses = [auditor];
  const state = await accepted(await operators.publish());
  operators.witnesses = [];
  const part = await operators.publish({ expires: operators.now + 80 * DAY });
  expect(await visit(part, state, operators.now)).toBe("witness-missing");
  const cosigned = { ...part, checkpoint: checkpointPart(await operators.cosigned(operators.checkpoint, [auditor])) };
  expect((await accepted(cosigned, state, operators.now)).witnesses).toEqual([]);
  expect((await accepted(part, state, START + 62 * DAY)).witnesses).toEqual([]);
});

test("the edge's key is changed with the old key's signature, or after the old statement has expired", async () => {
  const operators = new Operators();
  const state = await accepted(await operators.publish());
  const old = operators.edge;
  operators.edge = signerOf(EDGE, 6);
  const [signed, unsigned] = [new Operators(), new Operators()];
  const parts = [];
  for (const [at, world] of [signed, unsigned].entries()) {
    await world.publish();
    world.edge = operators.edge;
    parts.push(await world.publish({ expires: world.now + 80 * DAY }, ...(at === 0 ? [old] : [])));
  }
  const [withOld, without] = parts as [StatementPart, StatementPart];
  expect((await accepted(withOld, state, signed.now)).edge).toBe(keyOf(operators.edge));
  expect(await visit(without, state, signed.now)).toBe("statement-unsigned");
  expect((await accepted(without, state, START + 62 * DAY)).edge).toBe(keyOf(operators.edge));
});

test("a device that missed the statement with the edge's new key needs the old key's signature on the next one too", async () => {
  const operators = new Operators();
  const state = await accepted(await operators.publish());
  const old = operators.edge;
  operators.edge = signerOf(EDGE, 6);
  await operators.publish({}, old);
  const next = await operators.publish({}, old);
  expect((await accepted(next, state, operators.now)).edge).toBe(keyOf(operators.edge));
  expect(await visit(await operators.publish(), state, operators.now)).toBe("statement-unsigned");
});
