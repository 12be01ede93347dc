import type { Usage } from "@sedge/connector/command-line";

export const GENERATION_USAGE: Usage = {
  positional: "URL",
  purpose: `Repeats a site's codebook from its published noisy sums, bit for bit: every generation down to the prior that Sedge ships, or the one that
    --generation names. Also checks each report, and the aggregator's signature of codebook and sums. Trusts nothing that the edge says without a hash or a
    signature.`,
  options: [
    { name: "site", value: "NAME", isNeeded: true, description: "the site, as in data-site" },
    { name: "generation", value: "NUMBER", description: "only this one; by default all" },
    {
      name: "aggregator-key",
      value: "KEY",
      description:
        "the key that pages pin; by default the one that the edge names, which then proves nothing against the edge",
    },
  ],
  notes: "Prints one line for each generation; at the first that differs, where it first differs, and exits with 2.",
  examples: [
    "https://edge.example --site shop",
    "https://edge.example --site shop --generation 12 --aggregator-key K2u…",
  ],
};
