import type { Usage } from "../options.ts";

export const ERASURE_REQUESTS_USAGE: Usage = {
  purpose: `Lists the erasures that were asked for without a proof of control, oldest first, each with the day on which it was filed and the
    day on which it is declined if nobody answers. With --erase or --decline, answers one first.`,
  options: [
    { name: "endpoint", value: "URL", description: "the site's edge" },
    { name: "site", value: "SITE", description: "the site's ID" },
    { name: "admin-key", value: "FILE", description: "file with the edge's admin key" },
    { name: "erase", value: "TOKEN", description: "erase the profile of this request's token" },
    { name: "decline", value: "TOKEN", description: "decline the request, and keep the profile" },
    { name: "json", description: "print the list as JSON" },
  ],
  notes: `Check first who asks: anyone who knows an address can file a request for it. A token is what a login's server knows of an account
(docs/proof-of-control.md).`,
  examples: ["--endpoint https://edge.shop.example --site demo --admin-key admin.key"],
};
