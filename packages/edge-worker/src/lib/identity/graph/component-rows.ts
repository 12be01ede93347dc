import { EdgeKind, LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { type Component, componentOf } from "./component.ts";
import type { Edge } from "./edges.ts";
import { type Operation, OperationKey, StoredOperation, storedOperation } from "../operations/operation.ts";
import { boundedOperations, operationsWithout, namedTogether } from "../operations/operation-history.ts";
import { recentOperations } from "../operations/recent-operations.ts";
import type { IdentityRules } from "../operations/identity-rules.ts";
import { type Bundle, StoredEdge } from "../operations/results.ts";

const Reasons = v.strictObject({
  operations: StoredEdge.entries.operations,
  waterfall: StoredEdge.entries.waterfall,
});
const EdgeRow = v.pipe(
  v.strictObject({
    a: LinkToken,
    b: LinkToken,
    kind: EdgeKind,
    weight: v.number(),
    reasons: v.pipe(v.string(), v.parseJson(), Reasons),
  }),
  v.transform(({ reasons, ...edge }): StoredEdge => ({ ...edge, ...reasons })),
);
const OperationRow = v.strictObject({ body: v.pipe(v.string(), v.parseJson(), StoredOperation) });
const MemberRow = v.strictObject({ token: LinkToken, profile: v.number() });
const TokenRow = v.strictObject({ token: LinkToken });
const ComponentRow = v.strictObject({ component: v.number() });
const RecordRow = v.strictObject({ record: LinkToken });
const NextRow = v.strictObject({ next: v.number() });
const SizeRow = v.strictObject({ size: v.number() });
const EffectiveRow = v.strictObject({ key: OperationKey });

/** A component with the operations that it keeps. */
export interface Settled extends Component {
  readonly operations: readonly Operation[];
}

function reasonsOf({ operations, waterfall }: Pick<Edge, "operations" | "waterfall">): string {
  return JSON.stringify({ operations, waterfall });
}

type Value = ArrayBuffer | string | number | null;

/**
 * The components at home in a shard: their operations, and the edges and profiles that follow from them. Each method
 * is one step in the caller's transaction.
 */
export class ComponentRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  #rows<Schema extends v.GenericSchema>(schema: Schema, query: string, ...values: Value[]): v.InferOutput<Schema>[] {
    return this.#sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(schema, row));
  }

  find(token: LinkToken): number | undefined {
    return this.#rows(ComponentRow, "SELECT component FROM members WHERE token = ?", token)[0]?.component;
  }

  /** @throws {RangeError} when the token is not at home here */
  of(token: LinkToken | undefined): number {
    const component = token === undefined ? undefined : this.find(token);
    if (component === undefined) throw new RangeError("the token is not at home here");
    return component;
  }

  size(component: number): number {
    return this.#rows(SizeRow, "SELECT count(*) AS size FROM members WHERE component = ?", component)[0]?.size ?? 0;
  }

  members(component: number): Bundle["members"] {
    return this.#rows(MemberRow, "SELECT token, profile FROM members WHERE component = ? ORDER BY token", component);
  }

  tokens(component: number): LinkToken[] {
    return this.members(component).map(({ token }) => token);
  }

  operations(component: number): Operation[] {
    return this.#rows(OperationRow, "SELECT body FROM operations WHERE component = ?", component).map(
      ({ body }) => body,
    );
  }

  /** The operations that have an effect, as they were found when the component was last settled. */
  effective(component: number): Set<OperationKey> {
    const rows = this.#rows(
      EffectiveRow,
      "SELECT key FROM operations WHERE component = ? AND effective = 1",
      component,
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** The guest devices of a component, as they were found when it was last settled. */
  guests(component: number): Set<LinkToken> {
    const query = `SELECT DISTINCT kinds.key AS token FROM operations, json_each(body, '$.kinds') AS kinds
      WHERE component = ? AND effective = 1 AND json_extract(body, '$.action') = 'link' AND kinds.value = 'landing-link'`;
    return new Set(this.#rows(TokenRow, query, component).map(({ token }) => token));
  }

  /** The component's records. */
  records(component: number): LinkToken[] {
    const query = "SELECT DISTINCT record FROM operations WHERE component = ? AND record IS NOT NULL";
    return this.#rows(RecordRow, query, component).map(({ record }) => record);
  }

  /** Every edge of the tokens. */
  edges(tokens: readonly LinkToken[]): StoredEdge[] {
    const its = "(SELECT value FROM json_each(?1))";
    const query = `SELECT * FROM edges WHERE a IN ${its} UNION SELECT * FROM edges WHERE b IN ${its}`;
    return this.#rows(EdgeRow, query, JSON.stringify(tokens));
  }

  /** A number that no component and no profile of this shard has. */
  unused(): number {
    const [row] = this.#rows(
      NextRow,
      `SELECT max((SELECT coalesce(max(component), 0) FROM members), (SELECT coalesce(max(profile), 0) FROM members),
                  (SELECT coalesce(max(profile), 0) FROM erasures)) + 1 AS next`,
    );
    return row?.next ?? 1;
  }

  /** A new token, which is a component and a profile of its own. */
  add(token: LinkToken): void {
    const number = this.unused();
    this.#sql.exec("INSERT INTO members VALUES (?, ?, ?, NULL, unixepoch() / 86400, 0)", token, number, number);
  }

  /** Moves the tokens and operations of `other` into `component`. Call {@link settle} afterwards. */
  merge(component: number, other: number): void {
    this.#sql.exec("UPDATE members SET component = ? WHERE component = ?", component, other);
    this.#sql.exec("UPDATE operations SET component = ? WHERE component = ?", component, other);
  }

  /** Keeps an operation, as the latest of its second. One that is known stays as it is. */
  keep(component: number, operation: Operation): void {
    const query =
      "SELECT coalesce(max(json_extract(body, '$.sequence')), 0) + 1 AS next FROM operations WHERE component = ?";
    this.#write(component, { ...operation, sequence: this.#rows(NextRow, query, component)[0]?.next ?? 1 });
  }

  /**
   * Replays the component's operations and writes its profiles and edges. Deletes operations that add nothing, and those beyond the
   * bound; what they alone held together becomes components by itself.
   * @param historySince - Seconds since 1970; what has had no effect since before this time is deleted too.
   */
  settle(component: number, rules: IdentityRules, historySince = 0): Settled {
    const tokens = this.tokens(component);
    const operations = this.operations(component);
    const now = componentOf(tokens, operations, rules);
    const bounded = recentOperations(boundedOperations(operations, now), now, historySince);
    if (bounded.length < operations.length) this.#replace(component, bounded);
    for (const { key } of bounded) {
      this.#sql.exec(
        "UPDATE operations SET effective = ?1 WHERE key = ?2 AND effective <> ?1",
        now.effective.has(key) ? 1 : 0,
        key,
      );
    }
    this.#changeEdges(tokens, now.edges);
    for (const profile of now.profiles) this.#number(profile);
    if (bounded.length < operations.length) this.#split(component, tokens, bounded);
    return { ...now, operations: bounded };
  }

  /** Gives all but the first of the groups that operations hold together a component of their own. */
  #split(component: number, tokens: readonly LinkToken[], operations: readonly Operation[]): void {
    const [, ...others] = namedTogether(tokens, operations);
    for (const group of others) this.#separate(group, this.unused(), operations);
  }

  #separate(group: readonly LinkToken[], component: number, operations: readonly Operation[]): void {
    for (const token of group) this.#sql.exec("UPDATE members SET component = ? WHERE token = ?", component, token);
    for (const { key, tokens } of operations) {
      if (tokens.some((token) => group.includes(token))) {
        this.#sql.exec("UPDATE operations SET component = ? WHERE key = ?", component, key);
      }
    }
  }

  /**
   * Removes tokens from the component with their operations: they become one profile and component without operations;
   * the rest splits by its own operations.
   * @returns The number of their profile.
   */
  takeOut(component: number, gone: readonly LinkToken[], rules: IdentityRules): number {
    const before = this.operations(component);
    const { cannotLink } = componentOf(this.tokens(component), before, rules);
    const left = operationsWithout(before, new Set(gone), cannotLink);
    const number = this.unused();
    for (const token of gone) {
      this.#sql.exec("UPDATE members SET component = ?, profile = ? WHERE token = ?", number, number, token);
    }
    this.#replace(component, left);
    for (const group of namedTogether(this.tokens(component), left)) {
      const part = this.unused();
      this.#separate(group, part, left);
      this.settle(part, rules);
    }
    return number;
  }

  /** Writes a component as it left a shard. */
  insert({ members, edges, operations, effective }: Bundle, move: string | null): void {
    const component = this.unused();
    const numbers = new Map<number, number>();
    for (const { token, profile } of members) {
      const number = numbers.get(profile) ?? component + numbers.size;
      numbers.set(profile, number);
      this.#sql.exec("INSERT INTO members VALUES (?, ?, ?, ?, unixepoch() / 86400, 0)", token, component, number, move);
    }
    for (const operation of operations) this.#write(component, operation, effective.includes(operation.key));
    this.#addEdges(edges);
  }

  /** Deletes a component's members and operations. */
  drop(component: number): void {
    this.#sql.exec("DELETE FROM members WHERE component = ?", component);
    this.#sql.exec("DELETE FROM operations WHERE component = ?", component);
  }

  #replace(component: number, operations: readonly Operation[]): void {
    this.#sql.exec("DELETE FROM operations WHERE component = ?", component);
    for (const operation of operations) this.#write(component, operation);
  }

  #write(component: number, operation: Operation, effective = false): void {
    const record = operation.action === "record" ? operation.record : null;
    this.#sql.exec(
      "INSERT INTO operations VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      operation.key,
      component,
      record,
      effective ? 1 : 0,
      JSON.stringify(storedOperation(operation)),
    );
  }

  /** Writes the edges of the tokens, as far as they have changed. */
  #changeEdges(tokens: readonly LinkToken[], edges: readonly Edge[]): void {
    const query = "SELECT * FROM edges WHERE a IN (SELECT value FROM json_each(?))";
    const before = new Map(
      this.#sql
        .exec(query, JSON.stringify(tokens))
        .toArray()
        .map(({ a, b, kind, weight, reasons }) => [`${a as string} ${b as string}`, { kind, weight, reasons }]),
    );
    const changed = edges.filter(({ a, b, kind, weight, operations, waterfall }) => {
      const known = before.get(`${a} ${b}`);
      before.delete(`${a} ${b}`);
      if (!known) return true;
      if (known.kind === kind && known.weight === weight && known.reasons === reasonsOf({ operations, waterfall }))
        return false;
      this.#sql.exec("DELETE FROM edges WHERE a = ? AND b = ?", a, b);
      return true;
    });
    for (const pair of before.keys()) this.#sql.exec("DELETE FROM edges WHERE a = ? AND b = ?", ...pair.split(" "));
    this.#addEdges(changed);
  }

  #addEdges(edges: readonly Edge[]): void {
    for (const { a, b, kind, weight, operations, waterfall } of edges) {
      const reasons = reasonsOf({ operations, waterfall });
      this.#sql.exec("INSERT INTO edges VALUES (?, ?, ?, ?, ?)", a, b, kind, weight, reasons);
    }
  }

  /** Gives a profile a number of its own. */
  #number(profile: readonly LinkToken[]): void {
    const number = this.unused();
    for (const token of profile) this.#sql.exec("UPDATE members SET profile = ? WHERE token = ?", number, token);
  }
}
