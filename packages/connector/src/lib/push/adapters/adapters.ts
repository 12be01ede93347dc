import type { Channel } from "@sedge/protocol";
import type { Adapter } from "./adapter.ts";
import { CALL_CENTRE } from "./call-centre.ts";
import { CHAT_TRANSCRIPTS } from "./chat-transcripts.ts";
import { CRM_EXPORT } from "./crm-export.ts";
import { DEVICE_TELEMETRY } from "./device-telemetry.ts";
import { EMAIL_EVENTS } from "./email-events.ts";
import { SHOP_TILL } from "./shop-till.ts";
import { SOCIAL_MESSAGES } from "./social-messages.ts";

/** Every adapter; a channel's own comes first, the CRM's after all. */
export const ADAPTERS: readonly Adapter[] = [
  CALL_CENTRE,
  CHAT_TRANSCRIPTS,
  SHOP_TILL,
  EMAIL_EVENTS,
  SOCIAL_MESSAGES,
  DEVICE_TELEMETRY,
  CRM_EXPORT,
];

/** The adapter of that name, or a channel's own. Undefined for a name that is none, or that does not read the channel. */
export function adapterOf(channel: Channel, name: string | undefined): Adapter | undefined {
  return ADAPTERS.find(
    (adapter) => adapter.channels.includes(channel) && (name === undefined || adapter.name === name),
  );
}
