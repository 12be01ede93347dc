import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { enforceRetention } from "../src/lib/retention/retention-job.ts";
import { SHARDS } from "../src/lib/identity/shard/shard-number.ts";
import { shard } from "./shards.ts";

/** Enough runs for everything that a test makes. */
const RUNS = 3;

/** Runs the schedule so many days from now. */
export async function retainAfter(days: number): Promise<void> {
  for (let run = 0; run < RUNS; run++) await enforceRetention(env, () => Date.now() + days * 86_400_000);
}

/** Dates every last signature so many days earlier, then runs the schedule. */
export async function passDays(days: number): Promise<void> {
  for (let number = 0; number < SHARDS; number++) {
    await runInDurableObject(shard(number), (_, state) =>
      state.storage.sql.exec("UPDATE members SET day = day - ?1, look = look - ?1", days),
    );
  }
  await env.DB.prepare("DELETE FROM retention_runs").run();
  await retainAfter(0);
}
