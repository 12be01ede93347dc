import { Channel, LinkToken, TriggerFindings, TriggerName } from "@sedge/protocol";
import * as v from "valibot";
import type { FiringOrder } from "./firing-order.ts";

const hour = v.pipe(v.number(), v.integer(), v.minValue(0));
const findingsJson = v.pipe(v.string(), v.parseJson(), TriggerFindings);

/** That a rule has fired for a profile, as each of its tokens carries it until the cap's hours are over. */
const FiredRow = v.strictObject({
  token: LinkToken,
  id: v.string(),
  rule: TriggerName,
  /** The operation with whose answer it fired. */
  key: v.string(),
  hour,
  until: hour,
});
/** An undelivered webhook. `sent`: the hour in which the queue accepted it; null before. */
const WebhookRow = v.strictObject({
  id: v.string(),
  token: LinkToken,
  channel: Channel,
  findings: TriggerFindings,
  hour,
  sent: v.nullable(hour),
});
const StoredWebhookRow = v.strictObject({ ...WebhookRow.entries, findings: findingsJson });
/** The hour in which a condition of a rule may change for a profile of which nothing more is seen. */
const DueRow = v.strictObject({ token: LinkToken, hour });

/** What is kept of triggers for some tokens. */
export const StoredTriggers = v.strictObject({
  fired: v.array(FiredRow),
  webhooks: v.array(WebhookRow),
  due: v.array(DueRow),
});
export type StoredTriggers = v.InferOutput<typeof StoredTriggers>;
export type StoredWebhook = v.InferOutput<typeof WebhookRow>;

/** Hours after which a webhook that the queue took and that is still not settled is given to it again: it tries for less. */
const SEND_AGAIN_HOURS = 36;

/** What rules have done for a shard's profiles, and when they are looked at again. Every row is of a token, and goes where that goes. */
export class TriggerRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  of(tokens: readonly LinkToken[]): StoredTriggers {
    const its = JSON.stringify(tokens);
    const read = (table: string) =>
      this.#sql.exec(`SELECT * FROM ${table} WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token`, its);
    return {
      fired: v.parse(StoredTriggers.entries.fired, read("fired").toArray()),
      webhooks: v.parse(v.array(StoredWebhookRow), read("webhooks").toArray()),
      due: v.parse(StoredTriggers.entries.due, read("due").toArray()),
    };
  }

  insert({ fired, webhooks, due }: StoredTriggers): void {
    for (const { token, id, rule, key, hour, until } of fired) {
      this.#sql.exec("INSERT INTO fired VALUES (?, ?, ?, ?, ?, ?)", token, id, rule, key, hour, until);
    }
    // Where the queue's message names another shard, this one sends its own.
    for (const { id, token, channel, findings, hour } of webhooks) {
      const values = [id, token, channel, JSON.stringify(findings), hour, null];
      this.#sql.exec("INSERT INTO webhooks VALUES (?, ?, ?, ?, ?, ?)", ...values);
    }
    for (const { token, hour } of due) this.watch(token, hour);
  }

  drop(tokens: readonly LinkToken[]): void {
    const its = JSON.stringify(tokens);
    for (const table of ["fired", "webhooks", "due"]) {
      this.#sql.exec(`DELETE FROM ${table} WHERE token IN (SELECT value FROM json_each(?))`, its);
    }
  }

  /** The profile is looked at again in this hour, if not before. */
  watch(token: LinkToken, hour: number): void {
    this.#sql.exec("INSERT INTO due VALUES (?1, ?2) ON CONFLICT DO UPDATE SET hour = min(hour, ?2)", token, hour);
  }

  /** The profile was looked at: the next look is in this hour, or when something is seen it. */
  watched(members: readonly LinkToken[], token: LinkToken, next: number | null): void {
    this.#sql.exec("DELETE FROM due WHERE token IN (SELECT value FROM json_each(?))", JSON.stringify(members));
    if (next !== null) this.watch(token, next);
  }

  /** Tokens whose profiles are to be looked at by now, at most so many. */
  due(now: number, limit: number): LinkToken[] {
    const rows = this.#sql.exec("SELECT token FROM due WHERE hour <= ? ORDER BY hour LIMIT ?", now, limit).toArray();
    return rows.map((row) => v.parse(v.strictObject({ token: LinkToken }), row).token);
  }

  nextDue(): number | undefined {
    return this.#least("SELECT min(hour) AS hour FROM due");
  }

  /**
   * Fires a rule for a profile, unless the cap forbids it. True also where the same operation has fired it before: then nothing
   * more is done.
   * @param own - Which of the members the webhook is about; undefined for a page.
   */
  fire(members: readonly LinkToken[], order: FiringOrder, key: string, own: LinkToken | undefined): boolean {
    const { findings, cap, id, hour } = order;
    const { rule } = findings;
    const before = this.of(members).fired.filter((one) => one.rule === rule && one.until > hour);
    if (before.some((one) => one.key === key)) return true;
    if (new Set(before.map((one) => one.id)).size >= cap.times) return false;
    const until = hour + cap.hours;
    const fired = members.map((token) => ({ token, id, rule, key, hour, until }));
    const webhooks =
      order.channel === null || own === undefined
        ? []
        : [{ id, token: own, channel: order.channel, findings, hour, sent: null }];
    this.insert({ fired, webhooks, due: [] });
    return true;
  }

  webhook(id: string): StoredWebhook | undefined {
    const [row] = this.#sql.exec("SELECT * FROM webhooks WHERE id = ?", id).toArray();
    return row && v.parse(StoredWebhookRow, row);
  }

  /** Webhooks that the queue has to be given, at most so many. @param now - Hours since 1970. */
  unsent(now: number, limit: number): string[] {
    const rows = this.#sql
      .exec("SELECT id FROM webhooks WHERE sent IS NULL OR sent <= ? LIMIT ?", now - SEND_AGAIN_HOURS, limit)
      .toArray();
    return rows.map((row) => v.parse(v.pick(WebhookRow, ["id"]), row).id);
  }

  sent(id: string, now: number): void {
    this.#sql.exec("UPDATE webhooks SET sent = ? WHERE id = ?", now, id);
  }

  settle(id: string): void {
    this.#sql.exec("DELETE FROM webhooks WHERE id = ?", id);
  }

  /** Deletes what is over. @param now - Hours since 1970. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM fired WHERE until <= ?", now);
  }

  /** The hour in which something is over next, or a webhook is given to the queue again; undefined if nothing is kept. */
  nextPurge(): number | undefined {
    return this.#least(
      `SELECT min(hour) AS hour FROM (SELECT min(until) AS hour FROM fired UNION ALL
       SELECT min(coalesce(sent, 0)) + ${SEND_AGAIN_HOURS} FROM webhooks)`,
    );
  }

  #least(query: string): number | undefined {
    return v.parse(v.strictObject({ hour: v.nullable(hour) }), this.#sql.exec(query).one()).hour ?? undefined;
  }
}
