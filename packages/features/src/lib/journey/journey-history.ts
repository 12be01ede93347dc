import { JourneyStage } from "@sedge/protocol";
import * as v from "valibot";
import type { Session } from "../session.ts";
import { journeyStage } from "./journey-stage.ts";

const DAY_MS = 86_400_000;

/** A day in UTC, counted since 1970. */
const day = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a device remembers from visit to visit for the visitor's journey: days and a stage. Plain JSON, never sent. */
export const JourneyHistory = v.strictObject({
  stage: JourneyStage,
  /** The day on which the stage was first found. */
  sinceDay: day,
  /** Of the visit that was looked at last: when it began, in milliseconds since 1970, and the day of its last event. */
  visit: v.strictObject({ startedAt: v.pipe(v.number(), v.finite(), v.minValue(0)), lastDay: day }),
  /** Day of the last event of the visit before; null if this is the first that is known. */
  beforeDay: v.nullable(day),
  boughtDay: v.nullable(day),
});
export type JourneyHistory = v.InferOutput<typeof JourneyHistory>;

/** Where the visitor stands, and since which day. */
export interface Journey {
  readonly stage: JourneyStage;
  /** The day on which it was first found, in UTC, `YYYY-MM-DD`. */
  readonly since: string;
}

const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** The history with the session as it stands now. The same session again changes nothing. Pure. */
export function withSession(history: JourneyHistory | undefined, session: Session): JourneyHistory {
  const today = dayOf(session.lastAt);
  const isSameVisit = history?.visit.startedAt === session.startedAt;
  const beforeDay = isSameVisit ? history.beforeDay : (history?.visit.lastDay ?? null);
  const boughtDay = session.events.purchase > 0 ? today : (history?.boughtDay ?? null);
  const stage = journeyStage(session, {
    daysAway: beforeDay === null ? null : dayOf(session.startedAt) - beforeDay,
    daysSinceBought: boughtDay === null ? null : today - boughtDay,
  });
  return {
    stage,
    sinceDay: history?.stage === stage ? history.sinceDay : today,
    visit: { startedAt: session.startedAt, lastDay: today },
    beforeDay,
    boughtDay,
  };
}

/** The part of a history that a page receives. */
export function journeyOf({ stage, sinceDay }: JourneyHistory): Journey {
  return { stage, since: new Date(sinceDay * DAY_MS).toISOString().slice(0, 10) };
}
