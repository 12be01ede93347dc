import type { Option, Usage } from "@sedge/connector/command-line";

const LOG_KEY: Option = {
  name: "log-key",
  value: "KEY",
  isNeeded: true,
  description: "the log's verifier key when it began, as a page pins it",
};

export const VERIFY_USAGE: Usage = {
  positional: "URL",
  purpose: `Reads a log of site statements from its first entry and checks everything: the checkpoint's signature, that the entries make its
    root, both operators' signatures of every statement, each site's numbers and history, and the log's rule of four changes a day.`,
  options: [LOG_KEY],
  notes: "Prints one line for each entry that breaks a rule, then exits with 2.",
  examples: ["https://log.example/sedge --log-key log.example/sedge+3dc7c592+AYqI…"],
};

export const KEY_USAGE: Usage = {
  positional: "FILE",
  purpose: "Prints the verifier key of the log that an aggregator keeps with the LOG_SEED in FILE: what pages pin.",
  options: [{ name: "origin", value: "NAME", description: "the aggregator's LOG_ORIGIN", default: "sedge-log" }],
  examples: ["log-seed.key --origin aggregator.example/sedge"],
};

export const WATCH_USAGE: Usage = {
  positional: "URL",
  purpose: `Verifies a log, then looks at it again at every interval until it finds that the log has shrunk, forked or broken a rule. With --view,
    also compares what other addresses show: two that differ are shown different logs.`,
  options: [
    LOG_KEY,
    { name: "view", value: "URL", isList: true, description: "another address of the same log; may be repeated" },
    { name: "state", value: "FILE", description: "keeps the last checkpoint, so that a restart sees what it missed" },
    { name: "interval", value: "SECONDS", description: "from 1 to 86400", default: "300" },
  ],
  notes: `On a finding, prints it and the checkpoints that prove it, signed by the log, and exits with 2. An address that does not answer is
    reported and asked again.`,
  examples: [
    "https://log.example/sedge --view https://other.example/sedge --state log.json --log-key log.example/sedge+3dc7c592+AYqI…",
  ],
};
