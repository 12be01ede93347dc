import type { Usage } from "../options.ts";

export const LOGIN_KEY_USAGE: Usage = {
  positional: "FILE",
  purpose: `Prints the public key with which the site's login signs proofs of control. Its secret is in FILE. If FILE does not exist,
    makes a new secret and writes it, readable by its owner only. Never replaces a secret. With --endpoint, also registers the key at
    the site's edge.`,
  options: [
    { name: "endpoint", value: "URL", description: "the site's edge, where the key is registered" },
    { name: "site", value: "SITE", description: "the site's ID" },
    { name: "admin-key", value: "FILE", description: "file with the edge's admin key" },
    { name: "end", description: "end the key now" },
  ],
  notes: `Without a login key a site accepts no proof of control, so that nobody reads, undoes, erases or joins a profile by an address.
docs/proof-of-control.md shows how a server signs.`,
  examples: ["login.key --endpoint https://edge.shop.example --site demo --admin-key admin.key"],
};
