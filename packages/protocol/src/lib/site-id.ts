import * as v from "valibot";

/** A site's public name, as in `data-site`. Lower-case letters, digits and hyphens; 1 to 40 characters. */
export const SiteId = v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/), v.brand("SiteId"));
export type SiteId = v.InferOutput<typeof SiteId>;
