import { Channel, type ConnectorKey, ConnectorRegistration, ConnectorScope, MAX_CONNECTOR_KEYS } from "@sedge/protocol";
import * as v from "valibot";
import { migrateSchema, type SchemaStorage } from "../storage/schema-migrations.ts";

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS connectors (
    key TEXT PRIMARY KEY, channel TEXT NOT NULL, scopes TEXT NOT NULL, not_after INTEGER
  ) STRICT, WITHOUT ROWID`,
];

const Row = v.pipe(
  v.strictObject({
    key: ConnectorRegistration.entries.key,
    channel: Channel,
    scopes: v.pipe(v.string(), v.parseJson(), v.array(ConnectorScope)),
    not_after: v.nullable(v.number()),
  }),
  v.transform(({ not_after, ...row }) => ({ ...row, notAfter: not_after })),
);

/** What a key may do, or why nothing. */
export type KeyStanding =
  | { readonly state: "valid"; readonly scopes: readonly ConnectorScope[] }
  | { readonly state: "unauthorised-connector" | "connector-revoked" | "scope-missing" };

/**
 * The connector keys of a site: `connectors(key, channel, scopes, not_after)`. At most four keys of a channel are valid
 * at once; during a rotation, both keys are.
 */
export class ConnectorKeys {
  readonly #sql: SqlStorage;

  constructor(storage: SchemaStorage) {
    this.#sql = storage.sql;
    migrateSchema(storage, "connector-keys", SCHEMA);
  }

  all(): ConnectorRegistration[] {
    return this.#sql
      .exec("SELECT * FROM connectors ORDER BY channel, key")
      .toArray()
      .map((row) => v.parse(Row, row));
  }

  /** What the key may now do for the channel: its scopes, of which it needs one of `needed`; or why nothing. */
  standing(key: ConnectorKey, channel: Channel, needed: readonly ConnectorScope[], now: number): KeyStanding {
    const known = this.all().find((one) => one.key === key);
    if (known?.channel !== channel) return { state: "unauthorised-connector" };
    if (!isValid(known, now)) return { state: "connector-revoked" };
    if (!known.scopes.some((scope) => needed.includes(scope))) return { state: "scope-missing" };
    return { state: "valid", scopes: known.scopes };
  }

  /** Replaces a key's registration. False if the channel has as many other valid keys as allowed. */
  register(registration: ConnectorRegistration, now: number): boolean {
    const { key, channel, scopes, notAfter } = registration;
    const others = this.all().filter((one) => one.channel === channel && one.key !== key && isValid(one, now));
    if (isValid(registration, now) && others.length >= MAX_CONNECTOR_KEYS) return false;
    this.#sql.exec(
      "INSERT OR REPLACE INTO connectors VALUES (?, ?, ?, ?)",
      key,
      channel,
      JSON.stringify(scopes),
      notAfter,
    );
    return true;
  }
}

function isValid({ notAfter }: ConnectorRegistration, now: number): boolean {
  return notAfter === null || now <= notAfter;
}
