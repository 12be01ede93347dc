import type { EpochKeys, Manifest } from "@sedge/protocol";
import { toBase64url } from "@sedge/privacy/base64url";
import type { StatementPart } from "@sedge/transparency/device";
import { describeError, writeLog } from "@sedge/operator";
import type { PublishedPlan } from "../metrics/metric-plans.ts";
import { roundRulesOf } from "../rounds/round-rules.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import { edgeSigner } from "./edge-signer.ts";
import { isCurrent, publishStatement } from "./publish-statement.ts";
import { contentOf, hexOfStated } from "./statement-content.ts";
import { StatementPartner } from "./statement-partner.ts";
import { StatementRows } from "./statement-rows.ts";

/** How long an isolate waits before it tries again to publish a site's statement, in milliseconds. */
const RETRY_MS = 10_000;
const MAX_REMEMBERED = 1_000;

/** The sites' statements: puts them into manifests, and publishes what has changed. */
export class Statements {
  readonly #tried = new Map<string, number>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * The manifest with the site's last statement. Where the manifest has changed, a new statement is published `later`; the first one is waited
   * for. Without it, and while the aggregator is away, the last one is used.
   *
   * @param plan - The site's metric plan, if it has one.
   * @param before - Hash of the codebook before the manifest's: named as long as the new one is not stated.
   */
  async stated(
    env: EdgeEnv,
    manifest: Manifest,
    plan: PublishedPlan | undefined,
    before: Manifest["codebook"] | undefined,
    later: (work: Promise<unknown>) => void,
  ): Promise<Manifest> {
    const { LOG_SEED, LOG_SEED_BEFORE, ...settings } = settingsOf(env);
    if (LOG_SEED === undefined) return manifest;
    const { site } = manifest;
    const rows = new StatementRows(env.DB);
    const signer = await edgeSigner(LOG_SEED);
    const rules = await roundRulesOf(env.DB, site);
    const content = contentOf(manifest, rules, settings, toBase64url(signer.publicKey), plan);
    const now = Math.floor(this.#now() / 1_000);
    const part = (await rows.of(site))?.part;
    if (isCurrent(content, part, now) || !this.#mayTry(site)) return withStatement(manifest, part, before);
    const signerBefore = LOG_SEED_BEFORE === undefined ? undefined : await edgeSigner(LOG_SEED_BEFORE);
    const partner = new StatementPartner(env, site);
    const published = publishStatement({ site, rows, partner, signer, signerBefore, now }, content).catch(
      (error: unknown) => writeLog({ event: "job-failed", site, ...describeError(error) }),
    );
    if (part) {
      later(published);
      return withStatement(manifest, part, before);
    }
    await published;
    return withStatement(manifest, (await rows.of(site))?.part, before);
  }

  /** True at most every ten seconds in this isolate. */
  #mayTry(site: string): boolean {
    const now = this.#now();
    if (now - (this.#tried.get(site) ?? -Infinity) < RETRY_MS) return false;
    if (this.#tried.size >= MAX_REMEMBERED) this.#tried.clear();
    this.#tried.set(site, now);
    return true;
  }
}

/**
 * The manifest with a statement, and in the statement's words: what has changed since waits until it is stated, unless the edge does not have
 * the old value any more.
 */
function withStatement(
  manifest: Manifest,
  part: StatementPart | null | undefined,
  before: Manifest["codebook"] | undefined,
): Manifest {
  if (!part) return manifest;
  const { trustTier, minPeople, policyVersion, codebook, epochs, metrics } = part.statement;
  const { metrics: _unstated, ...rest } = manifest;
  const isBefore = before?.sha256 === hexOfStated(codebook.hash);
  return {
    ...rest,
    trustTier,
    minPeople,
    policyVersion,
    prf: statedKeys(manifest.prf, epochs),
    codebook: isBefore ? before : manifest.codebook,
    ...(metrics && { metrics: { plan: metrics.plan } }),
    statement: part,
  };
}

/** The stated keys, if all are still read: a new epoch waits. Else those that are read. */
function statedKeys(prf: Manifest["prf"], stated: readonly EpochKeys[]): Manifest["prf"] {
  const { previous, ...current } = prf;
  const read = new Set([current, previous].map((keys) => keys && JSON.stringify(keys)));
  const [last, first] = stated.toReversed();
  const areRead = stated.every(({ epoch, edgeKey, aggregatorKey }) =>
    read.has(JSON.stringify({ epoch, edgeKey, aggregatorKey })),
  );
  return last && areRead ? { ...last, ...(first && { previous: first }) } : prf;
}
