import type { Usage } from "../options.ts";

export const RECEIPTS_USAGE: Usage = {
  purpose: `Prints the consent receipts that name one privacy text, one a line as JSON: what was agreed to, on which day, how the decision was made, and
    the signature of the link token's key. A receipt names its person by the digest of the token alone.`,
  options: [
    { name: "endpoint", value: "URL", description: "the site's edge" },
    { name: "site", value: "SITE", description: "the site's ID" },
    { name: "admin-key", value: "FILE", description: "file with the edge's admin key" },
    { name: "policy", value: "SHA256", description: "SHA-256 of the privacy text, as in data-policy-sha256" },
  ],
  notes: `The edge keeps receipts for as long as its retention says, and an erasure leaves a withdrawal's alone (docs/retention.md). "verify-receipts"
checks what was printed, without the edge.`,
  examples: [
    "--endpoint https://edge.shop.example --site demo --admin-key admin.key --policy 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  ],
};

export const VERIFY_RECEIPTS_USAGE: Usage = {
  positional: "FILE",
  purpose: `Checks consent receipts that "receipts" printed: each signature, by the link tokens that you know. Asks nobody.`,
  options: [
    { name: "tokens", value: "FILE", isNeeded: true, description: "link tokens, one a line" },
    { name: "text", value: "FILE", description: "the privacy text: its SHA-256 must be that of every receipt" },
  ],
  notes: `A receipt is checked by the token of its person: the digest finds it, and the signature is by its key. Receipts of tokens that are not in the
list, and those without a signature, are counted apart: nothing is known of them. A signature that is not the token's, or another text, is an error.`,
  examples: ["receipts.ndjson --tokens tokens.txt --text privacy.html"],
};
