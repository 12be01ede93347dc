import type { Channel } from "@sedge/protocol";
import type { Adapter } from "./adapter.ts";
import { CALL_CENTRE } from "./call-centre.ts";
import { CHAT_TRANSCRIPTS } from "./chat-transcripts.ts";
import { CRM_EXPORT } from "./crm-export.ts";
import { DEVICE_TELEMETRY } from "./device-telemetry.ts";
import { EMAIL_EVENTS } from "./email-events.ts";
import { SHOP_TILL } from "./shop-till.ts";
import { SOCIAL_MESSAGES } from "./social-messages.ts";

/** The adapter of each channel's own system; null where there is none: a page's records come from the SDK. */
const OWN: Readonly<Record<Channel, Adapter | null>> = {
  web: null,
  app: null,
  email: EMAIL_EVENTS,
  social: SOCIAL_MESSAGES,
  chat: CHAT_TRANSCRIPTS,
  "call-centre": CALL_CENTRE,
  "shop-till": SHOP_TILL,
  iot: DEVICE_TELEMETRY,
};

/** The adapters that read a channel's records: its own first, then those for every channel. */
export function adaptersOf(channel: Channel): readonly Adapter[] {
  const own = OWN[channel];
  return own ? [own, CRM_EXPORT] : [CRM_EXPORT];
}

/**
 * The adapter with that name, or the channel's own. Undefined for an unknown name or an adapter that does not read the
 * channel.
 */
export function adapterOf(channel: Channel, name: string | undefined): Adapter | undefined {
  return adaptersOf(channel).find((adapter) => name === undefined || adapter.name === name);
}
