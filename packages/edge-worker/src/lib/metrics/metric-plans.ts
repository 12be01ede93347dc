import { readPlan } from "@sedge/metrics/answers";
import { Refusal, sha256OfText } from "@sedge/operator";
import { MIN_ROUND_PEOPLE } from "@sedge/protocol";
import { MetricPlan } from "@sedge/protocol/metric-plan";
import * as v from "valibot";
import { type EdgeEnv, settingsOf } from "../settings.ts";

/** A site's metric plan, as it is published. */
export interface PublishedPlan {
  readonly plan: MetricPlan;
  /** The exact JSON. */
  readonly text: string;
  /** SHA-256 of the text, in base64url. */
  readonly sha256: string;
}

const Row = v.strictObject({ sha256: v.string(), text: v.string() });
const PlanText = v.pipe(v.string(), v.parseJson(), MetricPlan);
/** Most mistakes that a refusal lists. */
const MAX_ERRORS = 20;

function published(row: unknown): PublishedPlan {
  const { sha256, text } = v.parse(Row, row);
  return { sha256, text, plan: v.parse(PlanText, text) };
}

/** The plan that a site asks now; undefined for a site without one. */
export async function currentPlan(database: D1Database, site: string): Promise<PublishedPlan | undefined> {
  const query = "SELECT sha256, text FROM metric_plans WHERE site = ? ORDER BY number DESC LIMIT 1";
  const row = await database.prepare(query).bind(site).first();
  return row === null ? undefined : published(row);
}

/** A plan by its hash; undefined if the site never had it. */
export async function planOf(database: D1Database, site: string, sha256: string): Promise<PublishedPlan | undefined> {
  const query = "SELECT sha256, text FROM metric_plans WHERE site = ? AND sha256 = ?";
  const row = await database.prepare(query).bind(site, sha256).first();
  return row === null ? undefined : published(row);
}

/** The sites that have a plan. */
export async function sitesWithPlans(database: D1Database): Promise<string[]> {
  const { results } = await database.prepare("SELECT DISTINCT site FROM metric_plans ORDER BY site").all();
  return results.map((row) => v.parse(v.strictObject({ site: v.string() }), row).site);
}

/**
 * Puts a plan in the place of the one before; open windows end as they are. Its number is higher than all before it. The same plan again changes nothing.
 *
 * @param input - Parsed JSON, from the operator.
 * @throws {Refusal} `bad-metric-plan`, with each mistake as one sentence.
 */
export async function setPlan(env: EdgeEnv, site: string, input: unknown): Promise<PublishedPlan> {
  const isLoopback = settingsOf(env).LEARNING_MIN_PEOPLE < MIN_ROUND_PEOPLE;
  const read = readPlan(input, { isLoopback });
  const errors = "errors" in read ? read.errors : mistakesHere(read.plan, site);
  if (!("plan" in read) || errors.length > 0)
    throw new Refusal("bad-metric-plan", { errors: errors.slice(0, MAX_ERRORS) });
  const text = JSON.stringify(read.plan);
  const sha256 = await sha256OfText(text);
  const last = await currentPlan(env.DB, site);
  if (last?.sha256 === sha256) return last;
  const least = (last?.plan.number ?? 0) + 1;
  if (read.plan.number < least)
    throw new Refusal("bad-metric-plan", { errors: [`The plan's number must be at least ${least}.`] });
  const insert = env.DB.prepare("INSERT INTO metric_plans (site, number, sha256, text) VALUES (?, ?, ?, ?)");
  await insert.bind(site, read.plan.number, sha256, text).run();
  return { plan: read.plan, text, sha256 };
}

function mistakesHere(plan: MetricPlan, site: string): string[] {
  return plan.site === site ? [] : [`The plan is of the site "${plan.site}", and this is "${site}".`];
}

/** How long an isolate goes by the plan that it has read. */
const REMEMBERED_MS = 10_000;
const MAX_REMEMBERED = 1_000;

/** Reads the plans of sites, and remembers them for some seconds. */
export class MetricPlans {
  readonly #remembered = new Map<string, { readonly plan: PublishedPlan | undefined; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The plan that a site asks now. */
  async of(env: EdgeEnv, site: string): Promise<PublishedPlan | undefined> {
    const known = this.#remembered.get(site);
    if (known && known.until > this.#now()) return known.plan;
    const plan = await currentPlan(env.DB, site);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    const milliseconds = Math.min(REMEMBERED_MS, settingsOf(env).CACHE_SECONDS * 1_000);
    this.#remembered.set(site, { plan, until: this.#now() + milliseconds });
    return plan;
  }
}
