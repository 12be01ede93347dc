/** Words that the project does not use, with the term to use instead. docs/glossary.md has the terms. */
export const REPLACED: Readonly<Record<string, string>> = {
  amid: "in, during",
  amiss: "invalid",
  anew: "again",
  courier: "outbox sender",
  crowd: "simulated devices, or many people",
  crowds: "simulated devices, or many people",
  curtain: "anti-flicker",
  deed: "operation",
  deeds: "operations",
  flock: "cluster",
  flocks: "clusters",
  goods: "product",
  handover: "landing link or channel transition",
  handovers: "landing links or channel transitions",
  mend: "repair, fix",
  mended: "repaired, fixed",
  mends: "repairs, fixes",
  overheard: "intercepted",
  persons: "entities, or people",
  said: "reported, signed, declared",
  soil: "mark dirty",
  stillness: "layout-shift guard",
  surroundings: "deps",
  tell: "report, show, give",
  tells: "reports, shows, gives",
  told: "reported, registered, known",
  unheard: "unread",
  unsaid: "unsent",
  vouch: "sign",
  vouched: "signed",
  voucher: "signed terms",
  vouchers: "signed terms",
  vouches: "signs",
  whoever: "anyone who, or the actor's name",
};

/** Where a word is quoted and must stay. */
export interface Exception {
  /** A file, or a folder with a final slash, from the repository's root. */
  readonly path: string;
  /** Default: every word. */
  readonly words?: readonly string[];
  readonly why: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  { path: "scripts/vocabulary/", why: "this list" },
  { path: "decisions/", why: "decisions record what names were before" },
  { path: "models/src/emotion/", why: "sentences that models are trained on" },
  { path: "models/src/text/", why: "sentences that models are trained on" },
  { path: "models/intent-general/MODEL_CARD.md", words: ["crowd"], why: "crowd workers wrote the data" },
  {
    path: "packages/features/src/lib/conversation/conversation-cues.ts",
    words: ["said", "tell", "told"],
    why: "a visitor's words",
  },
  { path: "packages/protocol/src/lib/version.ts", why: "the history of the wire" },
  {
    path: "packages/edge-worker/src/lib/identity/shard/shard-schema.ts",
    words: ["deeds", "told", "handovers"],
    why: "tables of earlier schemas, which migrations rename",
  },
  {
    path: "packages/edge-worker/src/lib/identity/shard/stored-state.test.ts",
    words: ["deeds", "told", "handovers"],
    why: "tables of earlier schemas",
  },
  {
    path: "packages/client-sdk/src/lib/worker/storage/migrations.ts",
    words: ["handover"],
    why: "a row of an earlier schema, which a migration renames",
  },
  {
    path: "packages/connector/src/lib/push/intake.ts",
    words: ["said"],
    why: "the label of a stored digest",
  },
  { path: "packages/connector/src/lib/push/state/", words: ["said"], why: "a column of an earlier schema" },
  { path: "packages/connector/test/push-key-epochs.test.ts", words: ["said"], why: "a column of an earlier schema" },
  { path: "packages/cli/src/lib/models/neutral-sentences.ts", words: ["said"], why: "sentences for training" },
  { path: "packages/cli/test/generated-data.ts", words: ["tell"], why: "sentences for training" },
  { path: "models/EXPERIMENTS.md", words: ["said"], why: "a visitor's words" },
  { path: "packages/features/src/lib/conversation/conversation.test.ts", words: ["said"], why: "a visitor's words" },
  { path: "packages/features/src/lib/text/text-token.test.ts", words: ["said"], why: "a visitor's words" },
];
