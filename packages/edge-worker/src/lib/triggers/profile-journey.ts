import { transitionsOf } from "@sedge/features/journey";
import type { Channel, LinkToken, TriggerName } from "@sedge/protocol";
import { hourOf } from "./hour.ts";
import type { JourneyRows } from "./journey-rows.ts";
import type { TriggerRows } from "./trigger-rows.ts";

/** A profile's way through the channels, to rules and in exports: hours, and the changes of all its tokens together. */
export interface ProfileJourney {
  readonly seen: readonly { readonly token: LinkToken; readonly channel: Channel; readonly hour: number }[];
  readonly transitions: ReturnType<typeof transitionsOf>;
  readonly fired: readonly { readonly rule: TriggerName; readonly hour: number }[];
  readonly webhooks: { readonly token: LinkToken; readonly channel: Channel; readonly rule: TriggerName }[];
}

/** The journey of a profile's tokens. */
export function journeyOf(
  rows: { readonly journey: JourneyRows; readonly triggers: TriggerRows },
  members: readonly LinkToken[],
): ProfileJourney {
  const { seen, transitions } = rows.journey.of(members);
  const { fired, webhooks } = rows.triggers.of(members);
  const rules = new Map(fired.map(({ id, rule, hour }) => [id, { rule, hour }]));
  return {
    seen: seen.map(({ token, channel, hour }) => ({ token, channel, hour })),
    transitions: transitionsOf(transitions, hourOf(Date.now())),
    fired: [...rules.values()],
    webhooks: webhooks.map(({ token, channel, findings }) => ({ token, channel, rule: findings.rule })),
  };
}
