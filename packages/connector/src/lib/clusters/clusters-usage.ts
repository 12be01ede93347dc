import { OPERATOR_OPTIONS } from "../connection-options.ts";
import type { Usage } from "../options.ts";

export const CLUSTERS_USAGE: Usage = {
  purpose: `Reads from the edge the clusters of people whom this channel itself has registered, by records, links or codewords. No
    other person's cluster can be read. The key needs the scope "read". Give either --token or --output.`,
  options: [
    {
      name: "token",
      value: "TOKEN",
      description: "read one person, by the channel's token for them, and print one line of JSON",
    },
    {
      name: "output",
      value: "FILE",
      description: `read everyone and write one line each, {"token","clusterId","generation","level","confidence"}; written completely or not at all`,
    },
    ...OPERATOR_OPTIONS,
  ],
  notes:
    "Only the channel's own system knows which customer a token belongs to. A person without a cluster has no line.",
  examples: [
    "--output clusters.ndjson --channel shop-till --site demo --endpoint https://edge.shop.example --key till.key",
  ],
};
