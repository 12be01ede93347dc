import { Channel, LinkToken, OperationId, TokenKinds } from "@sedge/protocol";
import { type TokenRecord, TokenRecordSchema } from "@sedge/linkage/record";
import * as v from "valibot";
import { IdentityRules } from "../operations/identity-rules.ts";
import { OperationKey } from "../operations/operation.ts";

/** A record's content that comparisons use. */
export interface StoredRecord {
  readonly token: LinkToken;
  /** The operation that sent this content. */
  readonly key: OperationKey;
  readonly channel: Channel;
  readonly fields: TokenRecord["fields"];
}

/** A record as it was signed, with what is needed to link it. */
export const Intake = v.strictObject({
  record: LinkToken,
  key: OperationKey,
  operationId: OperationId,
  at: v.number(),
  /** All signers, sorted, the record's own token among them. */
  tokens: v.array(LinkToken),
  kinds: TokenKinds,
  channel: Channel,
  fields: TokenRecordSchema.entries.fields,
  rules: IdentityRules,
});
export type Intake = v.InferOutput<typeof Intake>;

const fieldsJson = v.pipe(v.string(), v.parseJson(), TokenRecordSchema.entries.fields);
const RecordRow = v.strictObject({ token: LinkToken, key: OperationKey, channel: Channel, fields: fieldsJson });
const IntakeRow = v.strictObject({ body: v.pipe(v.string(), v.parseJson(), Intake) });
const TokenRow = v.strictObject({ token: LinkToken });
const TotalRow = v.strictObject({ value: v.number() });
const VersionRow = v.strictObject({ key: OperationKey, at: v.number() });

/** The records whose tokens are a shard's. Each method is one transaction, or a step inside the caller's. */
export class RecordRows {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  #rows<Schema extends v.GenericSchema>(schema: Schema, query: string, ...values: string[]): v.InferOutput<Schema>[] {
    return this.#storage.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(schema, row));
  }

  /** Stores the record unless it has newer content, and stores that it must be linked. */
  put(intake: Intake): void {
    const { sql } = this.#storage;
    const { record, key, at, channel, fields } = intake;
    this.#storage.transactionSync(() => {
      const [known] = this.#rows(VersionRow, "SELECT key, at FROM records WHERE token = ?", record);
      if (!known) sql.exec("INSERT INTO totals VALUES ('records', 1) ON CONFLICT DO UPDATE SET value = value + 1");
      // A repeat is signed later and has the same content.
      if (!known || (known.key !== key && known.at <= at)) {
        const values = [record, key, at, channel, JSON.stringify(fields)];
        sql.exec("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", ...values);
      }
      sql.exec("INSERT OR REPLACE INTO intakes VALUES (?, ?, ?)", record, key, JSON.stringify(intake));
      sql.exec("DELETE FROM unindexed WHERE token = ?", record);
    });
  }

  read(tokens: readonly LinkToken[]): StoredRecord[] {
    const query = `SELECT token, key, channel, fields FROM records
                   WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token`;
    return this.#rows(RecordRow, query, JSON.stringify(tokens));
  }

  /** Another record of the shard. Tokens have no meaningful order, so this is a random draw. */
  another(token: LinkToken): StoredRecord[] {
    const query = "SELECT token, key, channel, fields FROM records WHERE token > ? ORDER BY token LIMIT 1";
    return this.#rows(RecordRow, query, token);
  }

  /** How many records the shard has. */
  total(): number {
    return this.#rows(TotalRow, "SELECT value FROM totals WHERE name = 'records'")[0]?.value ?? 0;
  }

  /** Tokens of records that are to be linked. */
  intakes(): LinkToken[] {
    return this.#rows(TokenRow, "SELECT token FROM intakes").map(({ token }) => token);
  }

  /** What is to be linked of a record, if it is. */
  intake(token: LinkToken): Intake | undefined {
    return this.#rows(IntakeRow, "SELECT body FROM intakes WHERE token = ?", token)[0]?.body;
  }

  /** Marks the record as linked, unless it has newer content. */
  linked({ record, key }: Intake): void {
    this.#storage.sql.exec("DELETE FROM intakes WHERE token = ? AND key = ?", record, key);
  }

  /** Deletes a record, and notes that its blocks are to go too. */
  remove(token: LinkToken): void {
    const { sql } = this.#storage;
    const had = sql.exec("DELETE FROM records WHERE token = ?", token).rowsWritten > 0;
    const was = sql.exec("DELETE FROM intakes WHERE token = ?", token).rowsWritten > 0;
    if (had) sql.exec("UPDATE totals SET value = value - 1 WHERE name = 'records'");
    if (had || was) this.unindex(token);
  }

  /** Notes that the blocks of a record that is not here are to go. */
  unindex(token: LinkToken): void {
    this.#storage.sql.exec("INSERT INTO unindexed VALUES (?) ON CONFLICT DO NOTHING", token);
  }

  /** Records that are gone from here, but perhaps not from the index. */
  unindexed(): LinkToken[] {
    return this.#rows(TokenRow, "SELECT token FROM unindexed").map(({ token }) => token);
  }

  isUnindexed(token: LinkToken): boolean {
    return this.#rows(TokenRow, "SELECT token FROM unindexed WHERE token = ?", token).length > 0;
  }

  /** Their blocks are gone. */
  cleaned(token: LinkToken): void {
    this.#storage.sql.exec("DELETE FROM unindexed WHERE token = ?", token);
  }
}
