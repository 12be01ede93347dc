import { type AbandonReason, AcceptedSet, RoundState, type RoundTerms, TaskEnd } from "@sedge/protocol";
import * as v from "valibot";

/** The progress of a round at one operator. */
export const RoundProgress = v.strictObject({
  state: RoundState,
  /** The accepted reports, after this operator has counted them. */
  accepted: v.nullable(AcceptedSet),
  /** How it ended; null while it runs. */
  end: v.nullable(TaskEnd),
});
export type RoundProgress = v.InferOutput<typeof RoundProgress>;

/** An event of a round. */
export type RoundEvent =
  /** Both operators have the terms. */
  | { readonly kind: "agreed" }
  /** The deadline has passed, there are enough people, or an operator requested it. */
  | { readonly kind: "closed" }
  /** Every report is checked. `other`: what the second operator has accepted. */
  | { readonly kind: "counted"; readonly mine: AcceptedSet; readonly other: AcceptedSet; readonly minPeople: number }
  /** This operator's noise is in its share. */
  | { readonly kind: "noised" }
  | { readonly kind: "ended"; readonly end: TaskEnd };

export const BEGINNING: RoundProgress = { state: "open", accepted: null, end: null };

/** The states from which each reason can end a round. After a noised share may have been shown, only reasons about the opened sums remain. */
const ABANDONED_FROM: Readonly<Record<AbandonReason, readonly RoundState[]>> = {
  ordered: ["open", "collecting", "closing", "verified"],
  "no-answer": ["open", "collecting", "closing", "verified", "noised"],
  "operators-disagree": ["open", "collecting", "closing", "verified"],
  "too-few-people": ["collecting", "closing", "noised"],
  "not-the-next-generation": ["noised"],
  "foreign-measurement": ["noised"],
  "implausible-sums": ["noised"],
  "worse-than-last": ["noised"],
  "sensitive-cluster": ["noised"],
  "invalid-codebook": ["noised"],
};

function isSame(one: AcceptedSet | null, other: AcceptedSet): boolean {
  return one?.people === other.people && one.digest === other.digest;
}

function ended(progress: RoundProgress, end: TaskEnd): RoundProgress | undefined {
  const sources = end.state === "published" ? ["noised"] : ABANDONED_FROM[end.reason];
  return sources.includes(progress.state) ? { ...progress, state: end.state, end } : undefined;
}

function counted(
  progress: RoundProgress,
  { mine, other, minPeople }: RoundEvent & { kind: "counted" },
): RoundProgress | undefined {
  if (progress.state === "verified")
    return isSame(progress.accepted, mine) && isSame(mine, other) ? progress : undefined;
  if (progress.state !== "closing") return undefined;
  const next = { ...progress, accepted: mine };
  if (!isSame(mine, other)) return ended(next, { state: "abandoned", reason: "operators-disagree" });
  if (mine.people < minPeople) return ended(next, { state: "abandoned", reason: "too-few-people" });
  return { ...next, state: "verified" };
}

/** The state that each event starts from, and the one it leads to. */
const STEPS = {
  agreed: ["open", "collecting"],
  closed: ["collecting", "closing"],
  noised: ["verified", "noised"],
} as const satisfies Partial<Record<RoundEvent["kind"], readonly [RoundState, RoundState]>>;

/**
 * The round after an event: unchanged if the event was already applied, undefined if it can't happen now. A round that is over
 * stays as it ended. Pure.
 */
export function progressAfter(progress: RoundProgress, event: RoundEvent): RoundProgress | undefined {
  if (event.kind === "counted") return counted(progress, event);
  if (event.kind === "ended") {
    return JSON.stringify(progress.end) === JSON.stringify(event.end) ? progress : ended(progress, event.end);
  }
  const [from, to] = STEPS[event.kind];
  if (progress.state === to) return progress;
  return progress.state === from ? { ...progress, state: to } : undefined;
}

/** Whether the round is over: nothing changes it any more. */
export function isOver({ end }: RoundProgress): boolean {
  return end !== null;
}

/** Whether collecting is over: the deadline has passed, or the round is full. @param now - Seconds since 1970. */
export function isCollected(
  { state }: RoundProgress,
  { deadline, maxPeople }: Pick<RoundTerms, "deadline" | "maxPeople">,
  received: number,
  now: number,
): boolean {
  return state === "collecting" && (now >= deadline || received >= maxPeople);
}
