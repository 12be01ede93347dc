import type { Usage } from "@sedge/connector/command-line";

export const WITNESS_USAGE: Usage = {
  positional: "FILE",
  purpose: `Runs a witness: cosigns each checkpoint of a log that continues the last one, and nothing else. Its secret is in FILE. If FILE does
    not exist, makes a new secret and writes it, readable by its owner only. Prints the witness's verifier key, which a site or a page
    names to require it.`,
  options: [
    { name: "name", value: "NAME", isNeeded: true, description: "the witness's name, such as auditor.example/sedge" },
    {
      name: "log-key",
      value: "KEY",
      isNeeded: true,
      isList: true,
      description: "verifier key of a log that it cosigns",
    },
    { name: "state", value: "FILE", isNeeded: true, description: "keeps the last checkpoint of each log" },
    { name: "listen", value: "PORT", description: "port on this machine", default: "8790" },
  ],
  notes: `Answers POST /add-checkpoint as C2SP tlog-witness describes, on this machine only: put a proxy with TLS before it. Keep the state
file: a witness that has lost it can be made to cosign a fork.`,
  examples: ["witness.key --name auditor.example/sedge --log-key log.example/sedge+3dc7c592+AYqI… --state seen.json"],
};
