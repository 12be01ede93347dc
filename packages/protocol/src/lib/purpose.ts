import * as v from "valibot";

/**
 * What a visitor can agree to, each refused until given: `classify` works on the device and remembers there, `link`
 * sends promise rows 1 to 3, `learn` sends row 4.
 */
export const PURPOSES = ["classify", "link", "learn"] as const;
export const Purpose = v.picklist(PURPOSES);
export type Purpose = v.InferOutput<typeof Purpose>;
