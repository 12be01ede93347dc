import { setTimeout as sleep } from "node:timers/promises";
import { RECEIVED, settle, TOO_LATE } from "@sedge/contribution/steps";
import type { Manifest, RoundId } from "@sedge/protocol";
import type { PushDeps } from "../push/push-deps.ts";
import { type ContributionCounts, ResultCounts } from "./contribution-counts.ts";
import { drawBallots } from "./draw-ballots.ts";
import { mayLearn } from "./may-learn.ts";
import type { RoundPart } from "./round-part.ts";
import type { RoundWire } from "./round-wire.ts";
import { sendVotes } from "./send-votes.ts";
import { signedRound } from "./signed-round.ts";

/**
 * Shortest and longest pause before checking for due work, in milliseconds. After the machine sleeps, everything due is
 * sent together.
 */
const [SHORTEST_MS, LONGEST_MS] = [250, 60_000] as const;

/** Options of {@link contribute}. */
export interface ContributeOptions {
  /** Whether to stay until all votes are sent or the round closes. Default: send only what is due now. */
  readonly waits?: boolean;
  /** Called with the number of people just finished. */
  readonly progress?: (stage: "drawing" | "voting", people: number) => void;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
}

/**
 * Contributes to the site's open round for every person in the state who consented: one vote a round each, from the sum
 * of their records. A repeated call continues where the last one stopped.
 *
 * @throws CommandError `round-refused`, `key-refused`, `clock-off`, `bad-proof`; OperatorsError. Started contributions
 *   stay in the state and continue with the next call.
 */
export async function contribute(
  deps: PushDeps,
  manifest: Manifest,
  wire: RoundWire,
  { waits = false, progress = () => undefined, nowMs = Date.now }: ContributeOptions = {},
): Promise<ContributionCounts> {
  const { state } = deps;
  const counts = new ResultCounts();
  const found = await signedRound(wire, manifest);
  const round = found.state === "found" ? found.round : undefined;
  if (found.state !== "later") endOthers(deps, round?.round, counts, nowMs());
  if (round) {
    const part: RoundPart = { deps, round, wire, nowMs };
    let isOver = (await drawBallots(part, counts, (people) => progress("drawing", people))) === "over";
    for (;;) {
      isOver ||= (await sendVotes(part, counts, (votes) => progress("voting", votes))) === "over";
      const { first, drawings } = state.contributions.due();
      if (isOver || !waits || first === null || nowMs() >= round.deadline * 1_000) break;
      await sleep(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, first - nowMs())));
      if (drawings > 0) isOver = (await drawBallots(part, counts, () => undefined)) === "over";
    }
    endOthers(deps, isOver ? undefined : round.round, counts, nowMs());
  }
  const { waiting, last } = state.contributions.due();
  return {
    round: round?.round ?? null,
    received: counts.of(RECEIVED),
    ended: counts.without(RECEIVED),
    waiting,
    waitingUntil: last,
    unsent: state.people.countLearners().unsent,
  };
}

/** Settles contributions that cannot continue: their round closed, or the person no longer consents to learning. */
function endOthers(deps: PushDeps, current: RoundId | undefined, counts: ResultCounts, now: number): void {
  const { state } = deps;
  for (const person of state.contributions.underWay()) {
    const { contribution } = state.contributions.read(person);
    if (!contribution || contribution.step === "settled") continue;
    const result = mayLearn(deps, state.people.read(person)) ? endOf(contribution, current, now) : "withdrawn";
    if (result === undefined) continue;
    state.atomically(() => state.contributions.apply(person, settle(contribution.round, result)));
    counts.add(result);
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
