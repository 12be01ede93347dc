import * as v from "valibot";
import { Manifest, SiteId } from "@sedge/protocol";
import { StoredRetention } from "./retention/retention-rules.ts";

const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])$/;

function isOriginPattern(text: string): boolean {
  if (text.endsWith(":*")) return LOOPBACK.test(text.slice(0, -2));
  // `URL` accepts * as a host label.
  return (
    !text.includes("*") &&
    URL.canParse(text) &&
    /^https?:$/.test(new URL(text).protocol) &&
    new URL(text).origin === text
  );
}

/** An origin that may call for a site: `https://shop.example`, or a loopback host with any port, `http://localhost:*`. */
export const OriginPattern = v.pipe(v.string(), v.check(isOriginPattern, "not an origin, or * where none may stand"));
export type OriginPattern = v.InferOutput<typeof OriginPattern>;

/** Whether one of `patterns` is the origin, or is its scheme and host with any port. */
export function isAllowedOrigin(patterns: readonly OriginPattern[], origin: string): boolean {
  return patterns.some((pattern) => {
    if (!pattern.endsWith(":*")) return origin === pattern;
    const host = pattern.slice(0, -2);
    return origin === host || (origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1)));
  });
}

const SiteRow = v.pipe(
  v.strictObject({
    id: SiteId,
    allowed_origins: v.pipe(v.string(), v.parseJson(), v.array(OriginPattern)),
    min_people: Manifest.entries.minPeople,
    policy_version: Manifest.entries.policyVersion,
    retention: StoredRetention,
  }),
  v.transform((row) => ({
    id: row.id,
    allowedOrigins: row.allowed_origins,
    minPeople: row.min_people,
    policyVersion: row.policy_version,
    retention: row.retention,
  })),
);
/** A site and its rules, from its rows in D1. */
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

  /** The site's row has changed: this isolate reads it again. */
  forget(id: string): void {
    this.#remembered.delete(id);
  }

  async find(database: D1Database, id: string): Promise<Site | undefined> {
    const known = this.remembered(id);
    if (known || !v.is(SiteId, id)) return known;
    const query = `SELECT sites.*, rules AS retention FROM sites LEFT JOIN retention_rules ON site = id WHERE id = ?`;
    const row = await database.prepare(query).bind(id).first();
    if (row === null) return undefined;
    const site = v.parse(SiteRow, row);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(id, { site, until: this.#now() + REMEMBERED_MS });
    return site;
  }
}
