import { readPlan } from "@sedge/metrics/answers";
import { leastSpread, windowIndex, windowMeasure } from "@sedge/metrics/task";
import { sha256OfText } from "@sedge/operator";
import {
  isOfWindow,
  MIN_ROUND_PEOPLE,
  type TaskOrder,
  type TaskRequest,
  type WindowOrder,
  type WindowRequest,
  type WindowTerms,
} from "@sedge/protocol";
import { BUDGET_SECONDS } from "@sedge/protocol/metric-plan";
import type { Settings } from "../settings.ts";
import type { PublicKeys } from "./round-terms.ts";

type WindowSettings = Pick<Settings, "LEARNING_MIN_PEOPLE" | "LEARNING_MIN_SPREAD_SECONDS">;

/** Terms without this operator's signature. */
export type UnsignedWindow = Omit<WindowTerms, "signature">;

/** Most windows by which an edge's clock may be off. */
const CLOCK_WINDOWS = 1;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is stored of a request: a plan is as long as a thousand windows' terms. */
export function orderOf(request: TaskRequest): TaskOrder {
  if (!isOfWindow(request)) return request;
  const { planText: _planText, ...order } = request;
  return order;
}

/** The end of a task, in seconds since 1970. */
export function endOf({ seconds, last }: Pick<WindowOrder, "seconds" | "last">): number {
  return (last + 1) * seconds;
}

/**
 * The terms of a window, as the plan states them, whatever the edge asks for. Undefined if the plan is not the one that the hash names or breaks a rule of
 * plans, if the window is not the present one, or if its votes would be spread over too short a time.
 *
 * @param now - Seconds since 1970.
 */
export async function windowTermsOf(
  { planText, ...order }: WindowRequest,
  site: string,
  keys: PublicKeys,
  settings: WindowSettings,
  now: number,
): Promise<UnsignedWindow | undefined> {
  const { plan: hash, seconds, first, last, spreadSeconds, ballotKey, ...rest } = order;
  if ((await sha256OfText(planText)) !== hash) return undefined;
  const read = readPlan(parsed(planText), { isLoopback: settings.LEARNING_MIN_PEOPLE < MIN_ROUND_PEOPLE });
  if (!("plan" in read) || read.plan.site !== site) return undefined;
  if (!read.plan.windows.some((one) => one.seconds === seconds)) return undefined;
  const isPresent = Math.abs(windowIndex(seconds, now) - first) <= CLOCK_WINDOWS && last >= first && last <= first + 1;
  const isSpread = spreadSeconds >= leastSpread(seconds, settings.LEARNING_MIN_SPREAD_SECONDS);
  const measure = windowMeasure(read.plan, seconds);
  if (!isPresent || !isSpread || measure.minPeople < settings.LEARNING_MIN_PEOPLE) return undefined;
  return {
    ...rest,
    ...measure,
    plan: hash,
    seconds,
    first,
    last,
    deadline: endOf(order),
    spreadSeconds,
    ballotKeys: { edge: ballotKey, aggregator: keys.ballotKey },
    sealKey: keys.sealKey,
  };
}

/** The terms after an extension: by one window, within 28 days. Undefined for any other. */
export function extendedTerms(terms: WindowTerms, last: number): UnsignedWindow | undefined {
  const { signature: _signature, ...unsigned } = terms;
  const isNext = last === terms.last + 1 && (last - terms.first + 1) * terms.seconds <= BUDGET_SECONDS;
  return isNext ? { ...unsigned, last, deadline: endOf({ ...terms, last }) } : undefined;
}
