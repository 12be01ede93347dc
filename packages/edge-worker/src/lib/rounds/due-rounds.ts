import { describeError, Refusal, writeLog } from "@sedge/operator";
import type { RoundReport } from "@sedge/protocol";
import { sitesWithPlans } from "../metrics/metric-plans.ts";
import type { EdgeEnv } from "../settings.ts";
import { Sites } from "../site.ts";
import { orderRound } from "./order-round.ts";
import { type RoundRules, roundRulesOf, sitesWithRules } from "./round-rules.ts";
import { roundKeeperOf } from "./rounds.ts";

const DAY_SECONDS = 86_400;

/**
 * Whether the next round is due: its time has come since the last one's deadline, sooner where the population has moved, and none
 * is under way. @param now - Seconds since 1970.
 */
export function isRoundDue(
  { everyDays, everyDaysInDrift }: Pick<RoundRules, "everyDays" | "everyDaysInDrift">,
  [last]: Pick<RoundReport["rounds"][number], "deadline" | "end">[],
  now: number,
): boolean {
  if (everyDays === null) return false;
  if (!last) return true;
  if (!last.end) return false;
  const hasDrifted = last.end.state === "published" && last.end.hasDrifted;
  const days = hasDrifted ? Math.min(everyDays, everyDaysInDrift) : everyDays;
  return now >= last.deadline + days * DAY_SECONDS;
}

/** Opens the rounds that are due, of every site whose rules say so. @param now - Milliseconds since 1970. */
export async function openDueRounds(env: EdgeEnv, now: () => number): Promise<void> {
  const sites = new Sites(now);
  for (const site of await sitesWithRules(env.DB)) {
    try {
      const rules = await roundRulesOf(env.DB, site);
      const { rounds } = await roundKeeperOf(env, site).report();
      if (!isRoundDue(rules, rounds, Math.floor(now() / 1_000))) continue;
      await orderRound(env, await sites.find(env.DB, site), { action: "open" }, now);
    } catch (error) {
      // One site's failure must not stop the others; the next minute retries.
      if (!(error instanceof Refusal)) writeLog({ event: "saga-failed", site, ...describeError(error) });
    }
  }
}

/** Opens the windows that no task covers, of every site that has a metric plan. */
export async function openDueWindows(env: EdgeEnv): Promise<void> {
  for (const site of await sitesWithPlans(env.DB)) {
    try {
      await roundKeeperOf(env, site).openWindows();
    } catch (error) {
      writeLog({ event: "saga-failed", site, ...describeError(error) });
    }
  }
}
