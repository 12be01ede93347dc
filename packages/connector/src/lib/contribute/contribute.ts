import { setTimeout as sleep } from "node:timers/promises";
import { RECEIVED, settle, TOO_LATE } from "@sedge/contribution/steps";
import type { Manifest, RoundId } from "@sedge/protocol";
import type { Surroundings } from "../push/surroundings.ts";
import { type ContributionCounts, Ends } from "./contribution-counts.ts";
import { drawBallots } from "./draw-ballots.ts";
import { mayLearn } from "./may-learn.ts";
import type { RoundPart } from "./round-part.ts";
import type { RoundWire } from "./round-wire.ts";
import { sendVotes } from "./send-votes.ts";
import { signedRound } from "./signed-round.ts";

/** Between two looks at what is due, in milliseconds: a machine that slept looks again, and what is due is sent together. */
const [SHORTEST_MS, LONGEST_MS] = [250, 60_000] as const;

/** How a contribution is followed. */
export interface ContributeOptions {
  /** Whether to stay until all is sent, or the round is over; default: what is due now is sent. */
  readonly waits?: boolean;
  /** Told how many more people are done with. */
  readonly progress?: (stage: "drawing" | "voting", people: number) => void;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
}

/**
 * Takes part in the site's open round for everybody in the state who agreed to it: once a round each, with what their records add
 * up to. Repeated, it goes on where it was.
 *
 * @throws CommandError `round-refused`, `key-refused`, `clock-off`, `bad-proof`; OperatorsError. What was begun stays, and goes on.
 */
export async function contribute(
  around: Surroundings,
  manifest: Manifest,
  wire: RoundWire,
  { waits = false, progress = () => undefined, nowMs = Date.now }: ContributeOptions = {},
): Promise<ContributionCounts> {
  const { state } = around;
  const ends = new Ends();
  const found = await signedRound(wire, manifest);
  const round = found.state === "found" ? found.round : undefined;
  if (found.state !== "later") endOthers(around, round?.round, ends, nowMs());
  if (round) {
    const part: RoundPart = { around, round, wire, nowMs };
    let isOver = (await drawBallots(part, ends, (people) => progress("drawing", people))) === "over";
    for (;;) {
      isOver ||= (await sendVotes(part, ends, (votes) => progress("voting", votes))) === "over";
      const { first, drawings } = state.contributions.due();
      if (isOver || !waits || first === null || nowMs() >= round.deadline * 1_000) break;
      await sleep(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, first - nowMs())));
      if (drawings > 0) isOver = (await drawBallots(part, ends, () => undefined)) === "over";
    }
    endOthers(around, isOver ? undefined : round.round, ends, nowMs());
  }
  const { waiting, last } = state.contributions.due();
  return {
    round: round?.round ?? null,
    received: ends.of(RECEIVED),
    ended: ends.without(RECEIVED),
    waiting,
    waitingUntil: last,
    unsaid: state.people.countLearners().unsaid,
  };
}

/** Ends what cannot go on: of rounds that are over, and of people who may not be learnt from any more. */
function endOthers(around: Surroundings, current: RoundId | undefined, ends: Ends, now: number): void {
  const { state } = around;
  for (const person of state.contributions.underWay()) {
    const { contribution } = state.contributions.read(person);
    if (!contribution || contribution.step === "settled") continue;
    const outcome = mayLearn(around, state.people.read(person)) ? endOf(contribution, current, now) : "withdrawn";
    if (outcome === undefined) continue;
    state.atomically(() => state.contributions.take(person, settle(contribution.round, outcome)));
    ends.add(outcome);
  }
}

function endOf(
  { round, deadline }: { readonly round: RoundId; readonly deadline: number },
  current: RoundId | undefined,
  now: number,
): string | undefined {
  if (now >= deadline) return TOO_LATE;
  return round === current ? undefined : "round-not-open";
}
