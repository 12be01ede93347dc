import type { ChannelDefinition } from "./channel-definition.ts";
import { WEB } from "./web.ts";

/** Visits in the app's webview. A visit is a visit: the app has no features of its own, its cells are the web's. */
export const APP: ChannelDefinition = { ...WEB, space: "web" };
