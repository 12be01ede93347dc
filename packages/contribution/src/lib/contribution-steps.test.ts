import { microEpsilonOf, spentMicroEpsilon } from "@sedge/privacy/budget";
import { Contribution, OperationId, RoundId } from "@sedge/protocol";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { type ContributionRecord, Learning, type RecordIn } from "./contribution-record.ts";
import {
  bareAccount,
  begin,
  BUDGET_SPENT,
  hasMet,
  keepBallot,
  NEVER_LEARNT,
  payAndKeep,
  postpone,
  renewPoint,
  RECEIVED,
  settle,
  nextAct,
  TOO_LATE,
} from "./contribution-steps.ts";

const NOW = 1_800_000_000_000;
const DAY_MS = 86_400_000;
const b64 = (bytes: number, letter: string) => `${letter.repeat(Math.ceil((bytes * 4) / 3) - 1)}A`;
const roundOf = (letter: string): RoundId => v.parse(RoundId, b64(16, letter));
const ROUND = roundOf("r");
const ballot = { nonce: b64(32, "n"), edgeOutput: b64(32, "e"), aggregatorOutput: b64(32, "a") };

function drawing(round = ROUND, microEpsilon = microEpsilonOf(1)): RecordIn<"drawing"> {
  return {
    step: "drawing",
    round,
    microEpsilon,
    deadline: NOW + DAY_MS,
    attempts: 0,
    notBefore: NOW,
    operationId: v.parse(OperationId, b64(16, "o")),
    asked: { nonce: b64(32, "n"), input: b64(32, "i"), blind: b64(32, "b"), blinded: b64(32, "c") },
    point: [0.5],
  };
}
const bodyOf = (letter: string, round = ROUND) =>
  v.parse(Contribution, {
    round,
    nonce: b64(16, letter),
    ballot: { nonce: ballot.nonce, output: ballot.edgeOutput },
    publicShare: b64(64, letter),
    edgeShare: b64(96, letter),
    sealedShare: b64(96, letter),
    receipt: { purposes: ["classify", "learn"], policyVersion: "2026-11", day: "2026-11-21" },
  });
const after = (...steps: ((learning: Learning) => Learning)[]) =>
  steps.reduce((learning, step) => step(learning), NEVER_LEARNT);
const stepOf = ({ contribution }: Learning) => contribution?.step;

describe("a contribution", () => {
  test("is drawn for, waits, is paid for with its bytes, sent, and settled", () => {
    const drawn = after(begin(drawing()), keepBallot(ROUND, ballot, NOW + 5));
    expect(nextAct(drawn, null, NOW)).toEqual({ do: "wait", until: NOW + 5 });
    const paid = payAndKeep(ROUND, bodyOf("x"), NOW + 5)(renewPoint(ROUND, [0.7])(drawn));
    expect(spentMicroEpsilon(paid.budget, NOW / 1_000)).toBe(1_000_000);
    expect(nextAct(paid, null, NOW + 5)).toMatchObject({ do: "send", record: { body: bodyOf("x") } });
    const settled = settle(ROUND, RECEIVED)(paid);
    expect(settled.contribution).toEqual({ step: "settled", round: ROUND, microEpsilon: 1_000_000, outcome: RECEIVED });
    expect(nextAct(settled, ROUND, NOW + 6)).toEqual({ do: "nothing" });
    expect(nextAct(settled, roundOf("s"), NOW + 6)).toEqual({ do: "begin", round: roundOf("s") });
    for (const learning of [drawn, paid, settled]) expect(v.parse(Learning, learning)).toEqual(learning);
  });

  test("whose round ends before it is sent is given up, and what was paid stays paid", () => {
    const paid = after(begin(drawing()), keepBallot(ROUND, ballot, NOW), payAndKeep(ROUND, bodyOf("x"), NOW));
    const act = nextAct(paid, null, NOW + DAY_MS);
    expect(act).toEqual({ do: "settle", round: ROUND, outcome: TOO_LATE });
    expect(settle(ROUND, TOO_LATE)(paid).budget).toEqual(paid.budget);
  });

  test("that the budget does not allow is not kept, and the next period's is", () => {
    const rounds = ["s", "t", "u"].map(roundOf);
    const contribute = (round: RoundId, at: number) => (learning: Learning) =>
      [
        begin({ ...drawing(round), deadline: at + DAY_MS }),
        keepBallot(round, ballot, at),
        payAndKeep(round, bodyOf("x", round), at),
        settle(round, RECEIVED),
      ].reduce((one, step) => step(one), learning);
    const spent = after(...rounds.map((round) => contribute(round, NOW)));
    expect(spent.contribution).toMatchObject({ round: rounds[2], outcome: BUDGET_SPENT });
    expect(spentMicroEpsilon(spent.budget, NOW / 1_000)).toBe(2_000_000);
    const later = contribute(roundOf("w"), NOW + 29 * DAY_MS)(spent);
    expect(later.contribution).toMatchObject({ round: roundOf("w"), outcome: RECEIVED });
  });

  test("leaves the bare account after an erasure: no bytes, no second vote, nothing paid back", () => {
    const paid = after(begin(drawing()), keepBallot(ROUND, ballot, NOW), payAndKeep(ROUND, bodyOf("x"), NOW));
    const erased = bareAccount(paid);
    expect(JSON.stringify(erased)).not.toContain(bodyOf("x").nonce);
    expect(erased.budget).toEqual(paid.budget);
    expect(nextAct(erased, ROUND, NOW)).toEqual({ do: "nothing" });
    expect(bareAccount(NEVER_LEARNT)).toEqual(NEVER_LEARNT);
  });

  test("of another version's form is forgotten, but not that it was paid for", () => {
    const paid = after(begin(drawing()), keepBallot(ROUND, ballot, NOW), payAndKeep(ROUND, bodyOf("x"), NOW));
    const read = v.parse(Learning, { ...paid, contribution: { step: "folded", round: ROUND } });
    expect(read).toEqual({ ...paid, contribution: null });
    expect(hasMet(read, ROUND)).toBe(true);
    expect(stepOf(begin(drawing())(read))).toBeUndefined();
  });

  test("in any order of steps, repeated and from several tabs, is one set of bytes that is paid for once", () => {
    const steps = fc.oneof(
      fc.constant(begin(drawing())),
      fc.constant(keepBallot(ROUND, ballot, NOW)),
      fc.constant(renewPoint(ROUND, [0.1])),
      fc.constantFrom("x", "y", "z").map((letter) => payAndKeep(ROUND, bodyOf(letter), NOW)),
      fc.constant(postpone(ROUND, NOW + 1)),
      fc.constantFrom(RECEIVED, "withdrawn").map((outcome) => settle(ROUND, outcome)),
    );
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), (many) => {
        let learning: Learning = NEVER_LEARNT;
        const sent = new Set<string>();
        const seen: ContributionRecord["step"][] = [];
        for (const step of many) {
          learning = step(learning);
          const { contribution } = learning;
          if (contribution?.step === "sending") sent.add(contribution.body.nonce);
          if (contribution && seen.at(-1) !== contribution.step) seen.push(contribution.step);
        }
        expect(sent.size).toBeLessThanOrEqual(1);
        expect(spentMicroEpsilon(learning.budget, NOW / 1_000)).toBe(sent.size * 1_000_000);
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { numRuns: 500 },
    );
  });
});
