import { Manifest, SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { OriginPattern } from "./allowed-origin.ts";

const SiteRow = v.pipe(
  v.strictObject({
    id: SiteId,
    allowed_origins: v.pipe(v.string(), v.parseJson(), v.array(OriginPattern)),
    min_people: Manifest.entries.minPeople,
    policy_version: Manifest.entries.policyVersion,
  }),
  v.transform((row) => ({
    id: row.id,
    allowedOrigins: row.allowed_origins,
    minPeople: row.min_people,
    policyVersion: row.policy_version,
  })),
);
/** A site and its rules, from its row in D1. */
export type Site = v.InferOutput<typeof SiteRow>;

/** How long an isolate uses a row that it has read. A changed row takes effect everywhere after this time. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/** Reads sites, and remembers those that exist for a minute. */
export class Sites {
  readonly #remembered = new Map<string, { readonly site: Site; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The site, if this isolate has read it within the last minute. It makes no request. */
  remembered(id: string): Site | undefined {
    const entry = this.#remembered.get(id);
    return entry && entry.until > this.#now() ? entry.site : undefined;
  }

  async find(database: D1Database, id: string): Promise<Site | undefined> {
    const known = this.remembered(id);
    if (known || !v.is(SiteId, id)) return known;
    const row = await database.prepare("SELECT * FROM sites WHERE id = ?").bind(id).first();
    if (row === null) return undefined;
    const site = v.parse(SiteRow, row);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(id, { site, until: this.#now() + REMEMBERED_MS });
    return site;
  }
}
