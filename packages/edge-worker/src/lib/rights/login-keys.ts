import { Refusal } from "@sedge/operator";
import { LoginKey, MAX_LOGIN_KEYS } from "@sedge/protocol";
import * as v from "valibot";

const LoginKeyRow = v.pipe(
  v.strictObject({ key: LoginKey.entries.key, not_after: v.nullable(v.number()) }),
  v.transform(({ key, not_after: notAfter }): LoginKey => ({ key, notAfter })),
);

/** How long an isolate goes by the keys that it has read; changed ones take effect everywhere after this. */
const REMEMBERED_MS = 10_000;
const MAX_REMEMBERED = 1_000;

/** The keys of sites' logins, remembered for ten seconds. */
export class LoginKeyStore {
  readonly #remembered = new Map<string, { readonly keys: readonly LoginKey[]; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** All that the site has registered, ended ones too. */
  async of(database: D1Database, site: string): Promise<readonly LoginKey[]> {
    const known = this.#remembered.get(site);
    if (known && known.until > this.#now()) return known.keys;
    const statement = database.prepare("SELECT key, not_after FROM login_keys WHERE site = ? ORDER BY key").bind(site);
    const keys = (await statement.all()).results.map((row) => v.parse(LoginKeyRow, row));
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(site, { keys, until: this.#now() + REMEMBERED_MS });
    return keys;
  }

  /** @throws {Refusal} `too-many-login-keys` */
  async register(database: D1Database, site: string, { key, notAfter }: LoginKey): Promise<readonly LoginKey[]> {
    this.#remembered.delete(site);
    const seconds = Math.floor(this.#now() / 1_000);
    const { meta } = await database
      .prepare(
        `INSERT INTO login_keys SELECT ?1, ?2, ?3
         WHERE coalesce(?3, ?4 + 1) <= ?4 OR ?5 > (SELECT count(*) FROM login_keys
           WHERE site = ?1 AND key <> ?2 AND (not_after IS NULL OR not_after > ?4))
         ON CONFLICT DO UPDATE SET not_after = excluded.not_after`,
      )
      .bind(site, key, notAfter, seconds, MAX_LOGIN_KEYS)
      .run();
    if (meta.changes === 0) throw new Refusal("too-many-login-keys");
    return this.of(database, site);
  }
}
