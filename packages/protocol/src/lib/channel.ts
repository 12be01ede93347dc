import * as v from "valibot";

/** Where a person meets the site. A profile has at most one codeword for each. */
export const CHANNELS = ["web", "app", "email", "social", "chat", "call-centre", "shop-till", "iot"] as const;
export const Channel = v.picklist(CHANNELS);
export type Channel = v.InferOutput<typeof Channel>;
