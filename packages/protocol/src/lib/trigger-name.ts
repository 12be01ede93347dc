import * as v from "valibot";

/** The name of a trigger rule, as a page and a webhook get it: lower case, digits and hyphens, at most 40 characters. */
export const TriggerName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/));
export type TriggerName = v.InferOutput<typeof TriggerName>;
