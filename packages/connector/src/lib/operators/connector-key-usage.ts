import type { Usage } from "../options.ts";

export const CONNECTOR_KEY_USAGE: Usage = {
  positional: "FILE",
  purpose: `Prints the public key of the connector whose secret is in FILE. If FILE does not exist, makes a new secret and writes it,
    readable by its owner only. Never replaces a secret.`,
  options: [],
  notes: `Both operators register the public key for a site and channel, each at its own console:
  POST /v1/operator/sites/SITE/connectors
  {"key": "…", "channel": "call-centre", "scopes": ["evaluate", "link"],
   "notAfter": null}

Scopes:
  evaluate    evaluate identifiers with the PRF, at both operators
  link        send records, links, codewords, landing links and withdrawals
  contribute  draw ballots and vote
  read        read the clusters of the channel's own people

Several keys of a channel may be valid at once, so that a new key can replace an old one. A key ends at its "notAfter" (seconds
since 1970). To end it now, register it again with a past one.`,
  examples: ["till.key"],
};
