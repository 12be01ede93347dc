import { randomInt } from "node:crypto";
import type { RecordIn } from "@sedge/contribution/record";
import { begin, BUDGET_SPENT, hasMet, keepBallot, nextAct, postpone, settle } from "@sedge/contribution/steps";
import { entryOf, finishedBallot, voteTime } from "@sedge/contribution/vote-code";
import { type DeliveryOutcome, MAX_DELIVERY_ITEMS } from "@sedge/protocol";
import { CommandError } from "../command-error.ts";
import { forgetWithdrawn } from "../push/forget-withdrawn.ts";
import { signedBy } from "../push/send/signed-item.ts";
import { keyRefused } from "../push/send/refused-connector.ts";
import { homeOf } from "../push/settle.ts";
import type { Person } from "../push/state/people-rows.ts";
import type { Ends } from "./contribution-counts.ts";
import { mayLearn } from "./may-learn.ts";
import { isPassing, LATER_MS } from "./passing.ts";
import { personPoint } from "./person-point.ts";
import { random } from "./random-source.ts";
import type { RoundEnd, RoundPart } from "./round-part.ts";
import { unknownMeasurement } from "./signed-round.ts";

/** Somebody whose ballot is asked for, and by which of their identifiers. */
interface Drawing {
  readonly person: Person;
  readonly home: string;
  readonly record: RecordIn<"drawing">;
}

/** Beyond it nobody's wait is finer. */
const FRACTION_STEPS = 2 ** 32 - 1;

/**
 * Draws the ballot of everybody who may be learnt from and has none of this round. Each is kept before it is asked for, so that
 * after a crash the same one is asked for again, under the same operation.
 *
 * @throws CommandError `key-refused`, `clock-off`, `bad-proof`, `round-refused`; OperatorsError
 */
export async function drawBallots(part: RoundPart, ends: Ends, progress: (people: number) => void): Promise<RoundEnd> {
  const { state } = part.around;
  for (let after = ""; ;) {
    const some = state.people.learners(after, MAX_DELIVERY_ITEMS);
    const last = some.at(-1);
    if (!last) return "open";
    after = last.hash;
    const drawings = state.atomically(() => some.flatMap((person) => drawingOf(part, person, ends) ?? []));
    if (drawings.length > 0 && (await draw(part, drawings, ends)) === "over") return "over";
    progress(some.length);
  }
}

/** What is to be asked for a person now; undefined for who takes no part, or has a ballot, or waits. */
function drawingOf({ around, round, nowMs }: RoundPart, person: Person, ends: Ends): Drawing | undefined {
  const { state, operators } = around;
  const home = homeOf(around, person);
  if (home === undefined || !mayLearn(around, person)) return undefined;
  const learning = state.contributions.read(person.hash);
  if (!hasMet(learning, round.round)) {
    const now = nowMs();
    const entry = entryOf(round, {
      site: operators.site,
      budget: learning.budget,
      point: personPoint(around, round, person),
      operationId: state.nextOperation(),
      random,
      nowMs: now,
      edgeSeconds: Math.floor(now / 1_000),
    });
    if (entry.state === "entered") state.contributions.take(person.hash, begin(entry.drawing));
    else if (entry.code === BUDGET_SPENT) ends.add(BUDGET_SPENT);
    else throw unknownMeasurement(around.channel);
  }
  const act = nextAct(state.contributions.read(person.hash), null, nowMs());
  return act.do === "draw" ? { person, home, record: act.record } : undefined;
}

/** Asks for ballots. `over`: the round has ended. */
async function draw(
  { around, round, wire, nowMs }: RoundPart,
  drawings: readonly Drawing[],
  ends: Ends,
): Promise<RoundEnd> {
  const { state } = around;
  const sign = async ({ person, home, record: { operationId, asked } }: Drawing) => {
    const said = { action: "ballot" as const, operation: operationId, signers: [home], receipt: person.receipt };
    const body = { round: round.round, blinded: asked.blinded };
    const envelope = await signedBy(around, said, Math.floor(nowMs() / 1_000), () => ({ body }));
    if (!envelope) throw new RangeError("a ballot that nobody can sign is not asked for");
    return envelope;
  };
  const outcomes = await wire.draw(() => Promise.all(drawings.map(sign)));
  const codes = state.atomically(() =>
    drawings.map((drawing, index) => noteOutcome({ around, round, nowMs }, drawing, outcomes[index], ends)),
  );
  if (codes.includes("scope-missing")) throw keyRefused("scope-missing", "It needs the scope contribute.");
  if (codes.includes("bad-proof")) {
    throw new CommandError(
      "bad-proof",
      "an operator did not use the key that the round names; no vote is made of that.",
    );
  }
  return codes.includes("round-not-open") ? "over" : "open";
}

/** Puts what became of a ballot into the state. Returns a refusal's code. */
function noteOutcome(
  { around: { state }, round, nowMs }: Pick<RoundPart, "around" | "round" | "nowMs">,
  { person, record }: Drawing,
  outcome: DeliveryOutcome = { code: "internal-error" },
  ends: Ends,
): string | undefined {
  const { contributions } = state;
  const ballot =
    "ballot" in outcome && outcome.ballot ? finishedBallot(round, record.asked, outcome.ballot) : undefined;
  if (ballot) {
    const now = nowMs();
    const due = voteTime(round, record.deadline, now, randomInt(FRACTION_STEPS + 1) / FRACTION_STEPS);
    contributions.take(person.hash, keepBallot(record.round, ballot, due));
    return undefined;
  }
  const code = "code" in outcome ? outcome.code : "bad-proof";
  // The key's owner mends that, and the same ballot is asked for then.
  if (code === "scope-missing") return code;
  if (isPassing(code)) {
    contributions.take(person.hash, postpone(record.round, nowMs() + LATER_MS));
    return code;
  }
  contributions.take(person.hash, settle(record.round, code));
  if (code === "consent-withdrawn") forgetWithdrawn(state, person.hash, person.receipt.day);
  ends.add(code);
  return code;
}
