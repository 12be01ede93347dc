import type { Option } from "./options.ts";

/** Options for a site's operators and the connector that calls them. */
export const OPERATOR_OPTIONS: readonly Option[] = [
  {
    name: "channel",
    value: "CHANNEL",
    isNeeded: true,
    description: "email, social, chat, call-centre, shop-till or iot",
  },
  { name: "site", value: "SITE", isNeeded: true, description: "the site's ID" },
  { name: "endpoint", value: "URL", isNeeded: true, description: "the site's edge" },
  {
    name: "key",
    value: "FILE",
    isNeeded: true,
    description: 'the connector\'s secret; "connector-key FILE" makes one',
  },
  {
    name: "aggregator-key",
    value: "KEY",
    description: "the aggregator's public key; the command stops if the edge names another",
  },
];

export const LEDGER_OPTION: Option = {
  name: "ledger",
  value: "FILE",
  description: "append every message that is sent, byte for byte, as one line of JSON each",
};

/** Options of a command that uses a connector's state. */
export const STATE_OPTIONS: readonly Option[] = [
  ...OPERATOR_OPTIONS,
  {
    name: "state",
    value: "FILE",
    description: 'the state file of "push", readable by its owner only',
    default: "sedge-SITE-CHANNEL.state",
  },
  {
    name: "previous-key",
    value: "FILE",
    description: "after a key rotation: the earlier secret, which encrypts the state file",
  },
  LEDGER_OPTION,
];

export const MAP_OPTION: Option = {
  name: "map",
  value: "FILE",
  description: 'JSON file that names the field of each column; "push --help" shows one',
};
export const POLICY_OPTION: Option = {
  name: "policy",
  value: "VERSION",
  description: "version of the privacy text that everyone agreed to, if neither the mapping nor a column states it",
};
export const DRY_RUN_OPTION: Option = {
  name: "dry-run",
  description: "print every message, byte for byte, and send and store nothing",
};
export const SKIP_BAD_OPTION: Option = {
  name: "skip-bad",
  description: "skip and list unreadable rows; without it, one unreadable row rejects its file",
};
