import type { Usage } from "../options.ts";

export const RETENTION_USAGE: Usage = {
  purpose: `Prints how long a site keeps data: for each period its days, its default, its bounds, and what it ends. It reads the public
    manifest, as every device does, and needs no key.`,
  options: [
    { name: "endpoint", value: "URL", isNeeded: true, description: "the site's edge" },
    { name: "site", value: "SITE", isNeeded: true, description: "the site's ID" },
    {
      name: "json",
      description: `print one line of JSON, {"NAME":{"days","default","min","max","ends"}, …}`,
    },
  ],
  notes: "The site's operator changes the periods within their bounds; docs/retention.md shows how.",
  examples: ["--endpoint https://edge.shop.example --site demo"],
};
