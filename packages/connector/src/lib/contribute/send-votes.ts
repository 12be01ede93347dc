import type { RecordIn } from "@sedge/contribution/record";
import { nextAct, payAndKeep, postpone, RECEIVED, settle, unlinkableReceipt } from "@sedge/contribution/steps";
import { contributionOf, costOf } from "@sedge/contribution/vote-code";
import type { Contribution, ProblemCode } from "@sedge/protocol";
import type { Person } from "../push/state/people-rows.ts";
import type { ResultCounts } from "./contribution-counts.ts";
import { mayLearn } from "./may-learn.ts";
import { LATER_MS } from "./retry-later.ts";
import { personPoint } from "./person-point.ts";
import { random } from "./random-source.ts";
import type { RoundEnd, RoundPart } from "./round-part.ts";
import { shuffled } from "./shuffled.ts";

/** The refusal that applies to every further vote of the round. */
const ROUND_OVER: ProblemCode = "round-not-open";

/** Votes in flight at once: this machine prepares the next vote while one is sent. */
const CONCURRENCY = 4;

/**
 * Creates and sends the votes that are due, each in its own request, in random order. A vote is paid for and stored
 * before it is sent, and every retry sends the same bytes.
 *
 * @param progress - Called with the number of votes just finished.
 * @throws OperatorsError if the edge does not answer; unanswered votes stay in the state.
 */
export async function sendVotes(
  part: RoundPart,
  counts: ResultCounts,
  progress: (votes: number) => void,
): Promise<RoundEnd> {
  const people = shuffled(part.deps.state.contributions.votesDue(part.nowMs()));
  let next = 0;
  const stop = { isFailing: false, isOver: false };
  const work = async () => {
    for (
      let person = people[next++];
      person !== undefined && !stop.isFailing && !stop.isOver;
      person = people[next++]
    ) {
      const result = await advance(part, person).catch((error: unknown) => {
        stop.isFailing = true;
        throw error;
      });
      if (result !== undefined) counts.add(result);
      stop.isOver ||= result === ROUND_OVER;
      progress(1);
    }
  };
  const works = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  for (const one of works) if (one.status === "rejected") throw one.reason;
  return stop.isOver ? "over" : "open";
}

/** Performs a person's next step: creates their vote or sends it. Returns the result if the contribution ended. */
async function advance(part: RoundPart, hash: string): Promise<string | undefined> {
  const { deps, nowMs } = part;
  const { contributions, people } = deps.state;
  const act = nextAct(contributions.read(hash), null, nowMs());
  if (act.do === "settle") return settleVote(part, hash, act.outcome);
  if (act.do !== "vote" && act.do !== "send") return undefined;
  const person = people.read(hash);
  if (!person || !mayLearn(deps, person)) return settleVote(part, hash, "withdrawn");
  if (act.do === "send") return send(part, hash, act.record);
  const body = await voteOf(part, person, act.record);
  if (typeof body === "string") return settleVote(part, hash, body);
  const { contribution } = deps.state.atomically(() =>
    contributions.apply(hash, payAndKeep(act.record.round, body, nowMs())),
  );
  return contribution?.step === "settled" ? contribution.outcome : advance(part, hash);
}

/** Creates the vote from the person's current records, or returns why there is none. */
async function voteOf(
  { deps, round, nowMs }: RoundPart,
  person: Person,
  { ballot, microEpsilon, point }: RecordIn<"waiting">,
): Promise<Contribution | "round-changed" | "contribution-failed"> {
  if (costOf(round) > microEpsilon) return "round-changed";
  const now = personPoint(deps, round, person) ?? point;
  const receipt = unlinkableReceipt(nowMs());
  return contributionOf(deps.operators.site, round, ballot, now, receipt, random).catch(() => "contribution-failed");
}

async function send(part: RoundPart, hash: string, record: RecordIn<"sending">): Promise<string | undefined> {
  const { deps, wire, nowMs } = part;
  const { round, body, microEpsilon, attempts } = record;
  const later = (byMs: number) =>
    deps.state.atomically(() => deps.state.contributions.apply(hash, postpone(round, nowMs() + byMs)));
  // The ledger has the cost of a vote from its first attempt.
  const vote = { body, microEpsilon: attempts === 0 ? microEpsilon : 0, noted: () => void later(0) };
  const answer = await wire.vote(vote);
  if (answer.state === "received") return settleVote(part, hash, RECEIVED);
  if (answer.state === "refused") return settleVote(part, hash, answer.code);
  later(LATER_MS);
  return undefined;
}

function settleVote({ deps: { state } }: RoundPart, hash: string, result: string): string {
  const round = state.contributions.read(hash).contribution?.round;
  if (round !== undefined) state.atomically(() => state.contributions.apply(hash, settle(round, result)));
  return result;
}
