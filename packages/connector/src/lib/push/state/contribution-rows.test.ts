import { microEpsilonOf, spentMicroEpsilon } from "@sedge/privacy/budget";
import { begin, keepBallot, payAndKeep } from "@sedge/contribution/steps";
import { Contribution, OperationId, RoundId } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { PushState } from "./push-state.ts";

const NOW = 1_800_000_000_000;
const b64 = (bytes: number, letter: string) => `${letter.repeat(Math.ceil((bytes * 4) / 3) - 1)}A`;
const round = v.parse(RoundId, b64(16, "r"));
const ballot = { nonce: b64(32, "n"), edgeOutput: b64(32, "e"), aggregatorOutput: b64(32, "a") };
const receipt = { purposes: ["classify", "learn"], policyVersion: "2026-11", day: "2026-11-21" };
const body = v.parse(Contribution, {
  round,
  nonce: b64(16, "x"),
  ballot: { nonce: ballot.nonce, output: ballot.edgeOutput },
  publicShare: b64(64, "x"),
  edgeShare: b64(96, "x"),
  sealedShare: b64(96, "x"),
  receipt,
});
const drawing = begin({
  step: "drawing",
  round,
  microEpsilon: microEpsilonOf(1),
  deadline: NOW + 1_000_000,
  attempts: 0,
  notBefore: NOW,
  operationId: v.parse(OperationId, b64(16, "o")),
  asked: { nonce: b64(32, "n"), input: b64(32, "i"), blind: b64(32, "b"), blinded: b64(32, "c") },
  point: [0.5],
});

/** Ann's vote is paid, Bob's ballot is waiting, Cleo's is requested. */
function opened(): PushState {
  const state = new PushState(":memory:", { site: "demo", channel: "email", connectorKey: new Uint8Array(32) });
  state.atomically(() => {
    for (const person of ["ann", "bob", "cleo"]) state.contributions.apply(person, drawing);
    for (const [person, due] of [
      ["ann", NOW],
      ["bob", NOW + 500],
    ] as const) {
      state.contributions.apply(person, keepBallot(round, ballot, due));
    }
    state.contributions.apply("ann", payAndKeep(round, body, NOW));
  });
  return state;
}

test("selects votes by their due time, and stores the payment with the bytes that it paid for", () => {
  const { contributions } = opened();
  expect(contributions.votesDue(NOW)).toEqual(["ann"]);
  expect(contributions.votesDue(NOW + 500).toSorted()).toEqual(["ann", "bob"]);
  expect(contributions.underWay().toSorted()).toEqual(["ann", "bob", "cleo"]);
  expect(contributions.due()).toEqual({ drawings: 1, waiting: 3, first: NOW, last: NOW + 500 });
  const { budget, contribution } = contributions.read("ann");
  expect(contribution).toMatchObject({ step: "sending", body });
  expect(spentMicroEpsilon(budget, NOW / 1_000)).toBe(1_000_000);
});

test("forgetting a person keeps what they paid and drops their vote; without a payment nothing remains", () => {
  const { contributions } = opened();
  for (const person of ["ann", "bob", "cleo", "nobody"]) contributions.forget(person);
  expect(contributions.due()).toEqual({ drawings: 0, waiting: 0, first: null, last: null });
  const { budget, contribution } = contributions.read("ann");
  expect(contribution).toEqual({ step: "settled", round, microEpsilon: 1_000_000, outcome: "erased" });
  expect(spentMicroEpsilon(budget, NOW / 1_000)).toBe(1_000_000);
  expect(contributions.read("bob").contribution).toBeNull();
});
