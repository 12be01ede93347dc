import type { Usage } from "@sedge/connector/command-line";

export const TAG_USAGE: Usage = {
  positional: "FOLDER",
  purpose: `Prints the script tag of a site, with everything that a page pins: the hash of sedge.js in the built SDK's FOLDER, the key of the
    aggregator's log, and the privacy text.`,
  options: [
    { name: "src", value: "URL", isNeeded: true, description: "where the site serves sedge.js" },
    { name: "site", value: "NAME", isNeeded: true, description: "name of the site at both operators" },
    { name: "endpoint", value: "URL", isNeeded: true, description: "address of the edge" },
    { name: "policy", value: "VERSION", isNeeded: true, description: "version of the privacy text" },
    {
      name: "policy-file",
      value: "FILE",
      description: "the privacy text, whose SHA-256 the tag names",
    },
    {
      name: "log-key",
      value: "KEY",
      isNeeded: true,
      description: "the log's verifier key, from the aggregator's operator (sedge log key), not from the edge's",
    },
    {
      name: "witness",
      value: "KEY",
      isList: true,
      description: "verifier key of a witness whose cosignature the page requires; may be repeated",
    },
  ],
  examples: [
    "packages/client-sdk/dist/script --src https://shop.example/sedge/sedge.js --site shop --endpoint https://edge.shop.example --policy 2026-11 --log-key log.example/sedge+3dc7c592+AYqI…",
  ],
};
