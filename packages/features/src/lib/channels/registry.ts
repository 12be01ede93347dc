import { type Channel, CHANNELS } from "@sedge/protocol";
import { APP } from "./app.ts";
import type { ChannelDefinition, ChannelRole } from "./channel-definition.ts";
import { CALL_CENTRE, CHAT, SOCIAL } from "./conversation.ts";
import { EMAIL } from "./email.ts";
import { IOT } from "./iot.ts";
import { SHOP_TILL } from "./shop-till.ts";
import { WEB } from "./web.ts";

/** Every channel's definition. The compiler asks for one of each channel of the wire. docs/extending.md adds one. */
export const CHANNEL_DEFINITIONS: Readonly<Record<Channel, ChannelDefinition>> = {
  web: WEB,
  app: APP,
  email: EMAIL,
  social: SOCIAL,
  chat: CHAT,
  "call-centre": CALL_CENTRE,
  "shop-till": SHOP_TILL,
  iot: IOT,
};

/** The channels of a role, in the wire's order. */
export function channelsOf(role: ChannelRole): Channel[] {
  return CHANNELS.filter((channel) => CHANNEL_DEFINITIONS[channel].role === role);
}
