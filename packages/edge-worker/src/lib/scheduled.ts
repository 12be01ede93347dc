import { describeError, writeLog } from "@sedge/operator";
import { continueRetirements } from "./retirement-work.ts";
import { enforceRetention } from "./retention/retention-job.ts";
import { openDueRounds, openDueWindows } from "./rounds/due-rounds.ts";
import type { EdgeEnv } from "./settings.ts";

/** What the scheduled handler does each minute. Each job isolates its sites from each other. */
const JOBS: readonly ((env: EdgeEnv, now: () => number) => Promise<void>)[] = [
  continueRetirements,
  openDueRounds,
  openDueWindows,
  enforceRetention,
];

/** Runs every job. One that fails is logged, and stops no other. @param now - Milliseconds since 1970. */
export async function runScheduledJobs(env: EdgeEnv, now: () => number, jobs = JOBS): Promise<void> {
  for (const job of jobs) {
    await job(env, now).catch((error: unknown) => writeLog({ event: "job-failed", ...describeError(error) }));
  }
}
