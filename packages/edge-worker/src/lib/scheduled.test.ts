import { LinkToken } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test, vi } from "vitest";
import { addSmallSite, SMALL_SITE } from "../../test/contributor.ts";
import { keeper } from "../../test/round-objects.ts";
import { randomText } from "../../test/visitor.ts";
import { dropTokens } from "./retirement.ts";
import { runScheduledJobs } from "./scheduled.ts";

interface Line {
  readonly event: string;
  readonly site?: string;
}

/** What is logged while `work` runs. */
async function logged(work: () => Promise<unknown>): Promise<Line[]> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await work();
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)) as Line);
  log.mockRestore();
  return lines;
}

test("a site whose retirement fails, and one whose round rules are invalid, stop no other site", async () => {
  await addSmallSite();
  await env.DB.batch([
    env.DB.prepare("INSERT INTO retirements VALUES ('aaa', 1), ('demo', 1)"),
    env.DB.prepare("INSERT INTO identity_rules VALUES ('aaa', '{\"once\": 7}')"),
    env.DB.prepare("INSERT INTO round_rules VALUES ('aaa', '{\"everyDays\": \"never\"}')"),
    env.DB.prepare("INSERT INTO round_rules VALUES (?, ?)").bind(SMALL_SITE, '{"everyDays": 30, "minPeople": 2}'),
  ]);
  const lines = await logged(() => runScheduledJobs(env, Date.now));
  expect(lines).toContainEqual(expect.objectContaining({ event: "retirement-failed", site: "aaa" }));
  const { results } = await env.DB.prepare("SELECT site FROM retirements").all();
  expect(results).toEqual([{ site: "aaa" }]);
  expect((await keeper().report()).rounds).toHaveLength(1);
});

test("a job that fails stops no other job", async () => {
  let ran = 0;
  const jobs = [
    () => Promise.reject(new Error("no")),
    async () => {
      ran += 1;
    },
  ];
  const lines = await logged(() => runScheduledJobs(env, Date.now, jobs));
  expect(lines.map(({ event }) => event)).toEqual(["job-failed"]);
  expect(ran).toBe(1);
});

test("a token that can't be dropped leaves the retirement unfinished, and stops no other token", async () => {
  const tokens = Array.from({ length: 3 }, () => v.parse(LinkToken, randomText(32)));
  const dropped: LinkToken[] = [];
  const drop = async (token: LinkToken) => {
    if (token === tokens[0]) throw new Error("no");
    dropped.push(token);
  };
  let isDone: boolean | undefined;
  const identity = { tokensOf: async () => tokens };
  const lines = await logged(async () => {
    isDone = await dropTokens(identity, 1 as never, 100, 0, drop);
  });
  expect([isDone, dropped]).toEqual([false, tokens.slice(1)]);
  expect(lines.map(({ event }) => event)).toEqual(["retirement-failed"]);
  expect(await dropTokens(identity, 1 as never, 100, 0, async () => undefined)).toBe(true);
});
