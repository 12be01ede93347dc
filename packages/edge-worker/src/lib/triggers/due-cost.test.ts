import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { shard } from "../../../test/shards.ts";

test("profiles that wait cost nothing while they wait: what is due and what is over is found by index", async () => {
  await runInDurableObject(shard(0), (_, { storage: { sql } }) => {
    const plan = (query: string) =>
      sql
        .exec(`EXPLAIN QUERY PLAN ${query}`)
        .toArray()
        .map(({ detail }) => String(detail))
        .join("; ");
    const queries = {
      due: "SELECT token FROM due WHERE hour <= 1 ORDER BY hour LIMIT 1",
      nextDue: "SELECT min(hour) AS hour FROM due",
      over: "DELETE FROM seen WHERE hour <= 1",
      nextOver: "SELECT min(hour) + 1 AS hour FROM seen",
      fired: "DELETE FROM fired WHERE until <= 1",
      sequence: "SELECT coalesce(max(sequence), 0) + 1 FROM seen",
    };
    for (const [name, query] of Object.entries(queries)) expect(plan(query), name).toMatch(/USING (?:COVERING )?INDEX/);
  });
});
