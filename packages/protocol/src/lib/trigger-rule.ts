import * as v from "valibot";
import { Channel } from "./channel.ts";
import { MAX_CAP_HOURS, MAX_CAP_TIMES, MAX_TRIGGER_RULES } from "./limits.ts";
import { isLoopback } from "./loopback.ts";
import { MAX_CONDITION_CHARS } from "./condition/parse-condition.ts";
import { textOfJsonCondition } from "./condition/trigger-condition-json.ts";
import { TriggerName } from "./trigger-name.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A condition as text: docs/conditions.md has the grammar. Also in the form of version 5, nested objects; read as text. */
const ConditionText = v.pipe(
  v.union([v.string(), v.record(v.string(), v.unknown())]),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): string => {
    const text = typeof value === "string" ? value : textOfJsonCondition(value);
    if (text !== undefined) return text;
    addIssue({ message: "neither text nor a condition of version 5" });
    return NEVER;
  }),
  v.maxLength(MAX_CONDITION_CHARS),
);

/** Who gets the news of a rule: the page that is answered, or the system of a channel that registered a token of the profile. */
export const TriggerTarget = v.union([v.literal("page"), v.strictObject({ webhook: Channel })]);
export type TriggerTarget = v.InferOutput<typeof TriggerTarget>;

/**
 * When a site is notified of a profile. A rule is checked whenever the profile is seen on a channel, and when an hour that it
 * names has passed since; if its condition is true, and the cap allows it, it fires.
 */
export const TriggerRule = v.strictObject({
  name: TriggerName,
  /** What `parseTriggerCondition` parses. */
  when: ConditionText,
  to: TriggerTarget,
  /** At most so many times for a profile in so many hours. */
  cap: v.strictObject({
    times: v.pipe(count, v.maxValue(MAX_CAP_TIMES)),
    hours: v.pipe(count, v.maxValue(MAX_CAP_HOURS)),
  }),
});
export type TriggerRule = v.InferOutput<typeof TriggerRule>;

/** Where a channel's system takes webhooks, and which of its secrets sign them. */
export const WebhookDestination = v.strictObject({
  channel: Channel,
  /** `https:`, or `http:` on a loopback address. Without user, password and fragment. */
  url: v.pipe(v.string(), v.maxLength(2_000), v.url(), v.check(isWebhookUrl, "must be https, or http on loopback")),
  /**
   * Numbers of the secrets, the newest first. During a rotation both sign, so that the receiver can have either. A
   * number that was never used is a new secret.
   */
  secrets: v.pipe(
    v.array(v.pipe(count, v.maxValue(1_000_000))),
    v.minLength(1),
    v.maxLength(2),
    v.check(([newer = 1, older = 0]) => newer > older, "the newest comes first"),
  ),
});
export type WebhookDestination = v.InferOutput<typeof WebhookDestination>;

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  return (protocol === "https:" || (protocol === "http:" && isLoopback(hostname))) && username + password + hash === "";
}

const Order = v.strictObject({
  rules: v.pipe(v.array(TriggerRule), v.maxLength(MAX_TRIGGER_RULES)),
  destinations: v.pipe(v.array(WebhookDestination), v.maxLength(Channel.options.length)),
});

/** Operator to itself: these are the site's rules from now on, and no others. */
export const TriggerOrder = v.pipe(
  Order,
  v.forward(
    v.check(({ rules }) => new Set(rules.map(({ name }) => name)).size === rules.length, "names repeat"),
    ["rules"],
  ),
  v.forward(
    v.check(
      ({ destinations }) => new Set(destinations.map(({ channel }) => channel)).size === destinations.length,
      "channels repeat",
    ),
    ["destinations"],
  ),
  v.forward(
    v.check(
      ({ rules, destinations }) =>
        rules.every(({ to }) => to === "page" || destinations.some(({ channel }) => channel === to.webhook)),
      "a rule's webhook has no destination",
    ),
    ["destinations"],
  ),
);
export type TriggerOrder = v.InferOutput<typeof TriggerOrder>;

/** The site's rules as they stand. */
export const TriggerSettings = v.object({
  /** Rises with every order; 0 before the first. */
  version: v.pipe(v.number(), v.integer(), v.minValue(0)),
  ...Order.entries,
});
export type TriggerSettings = v.InferOutput<typeof TriggerSettings>;

/** The same after an order, with the secrets that sign, `whsec_` and base64 as Standard Webhooks writes them. */
export const TriggerSecrets = v.object({
  ...TriggerSettings.entries,
  secrets: v.array(v.object({ channel: Channel, number: count, secret: v.string() })),
});
export type TriggerSecrets = v.InferOutput<typeof TriggerSecrets>;
