import { progressOfWindow } from "@sedge/metrics/task";
import {
  isCollected,
  isRoundRecord,
  isWindowRecord,
  type RoundRows,
  type TaskRecord,
  type WindowRecord,
} from "@sedge/operator/rounds";
import { isOfWindow, type TaskTerms, type WindowTerms } from "@sedge/protocol";
import { currentPlan, planOf } from "../metrics/metric-plans.ts";
import type { EdgeEnv } from "../settings.ts";
import { isAcceptable } from "./acceptable-terms.ts";
import type { RoundPartner } from "./round-partner.ts";
import { isExtended, isOrdered } from "./window-order.ts";

/** What a task's steps work with. */
export interface StepDeps {
  readonly env: EdgeEnv;
  readonly site: string;
  readonly rows: RoundRows;
  readonly partner: RoundPartner;
}

/** How many reports of a task there are, by state. */
export interface ReportCounts {
  readonly waiting: number;
  readonly counted: number;
  readonly refused: number;
}

/** Asks the second operator for a task's terms, and accepts them if they cost nobody more than was asked. */
export async function agree(deps: StepDeps, record: TaskRecord): Promise<undefined> {
  const terms = await agreedTerms(deps, record);
  if (terms) deps.rows.apply({ ...record, terms }, { kind: "agreed" });
  else deps.rows.apply(record, { kind: "ended", end: { state: "abandoned", reason: "operators-disagree" } });
}

async function agreedTerms({ env, site, partner }: StepDeps, record: TaskRecord): Promise<TaskTerms | undefined> {
  if (isRoundRecord(record)) {
    const terms = await partner.open(record.request);
    return typeof terms === "object" && !isOfWindow(terms) && isAcceptable(record.request, terms) ? terms : undefined;
  }
  if (!isWindowRecord(record)) return undefined;
  const plan = await planOf(env.DB, site, record.request.plan);
  if (!plan) return undefined;
  const terms = await partner.open({ ...record.request, planText: plan.text });
  return typeof terms === "object" && isOfWindow(terms) && isOrdered(record.request, plan, terms) ? terms : undefined;
}

/** How long until a step is tried again after a failure, or while reports are still checked, in milliseconds. */
export const RETRY_MS = 2_000;
/** How often a collecting task checks whether it is full. */
const LOOK_MS = 60_000;

/**
 * Ends collecting where it is time. A window with too few people goes on, under the same keys: after a day it has merged with the windows after it, and after 28 days
 * its votes are destroyed unopened.
 *
 * @param now - Milliseconds since 1970.
 * @returns How long to wait for the next look, in milliseconds; undefined if the next step can follow at once.
 */
export async function collect(
  deps: StepDeps,
  record: TaskRecord,
  terms: TaskTerms,
  { waiting, counted }: ReportCounts,
  now: number,
): Promise<number | undefined> {
  const isOver = isCollected(record.progress, terms, waiting + counted, Math.floor(now / 1_000));
  if (!isOver) return Math.min(LOOK_MS, Math.max(0, terms.deadline * 1_000 - now));
  if (isWindowRecord(record) && isOfWindow(terms) && counted < terms.minPeople) {
    // What both operators have accepted decides, so every report is checked first.
    if (waiting > 0) return RETRY_MS;
    return extend(deps, record, terms, counted);
  }
  deps.rows.apply(record, { kind: "closed" });
  return undefined;
}

async function extend(
  { env, site, rows, partner }: StepDeps,
  record: WindowRecord,
  terms: WindowTerms,
  people: number,
): Promise<number | undefined> {
  const end = (reason: "too-few-people" | "ordered" | "operators-disagree") => {
    rows.apply(record, { kind: "ended", end: { state: "abandoned", reason } });
    return undefined;
  };
  const progress = progressOfWindow(terms, people, terms);
  if (progress.step === "drop" || progress.step === "open") return end("too-few-people");
  // A plan that was changed asks its own windows.
  if ((await currentPlan(env.DB, site))?.sha256 !== terms.plan) return end("ordered");
  const { last } = progress.window;
  const extended = await partner.extend(terms.round, last);
  if (!extended || !isOfWindow(extended) || !isExtended(terms, last, extended)) return end("operators-disagree");
  rows.put({ ...record, terms: extended });
  return 0;
}
