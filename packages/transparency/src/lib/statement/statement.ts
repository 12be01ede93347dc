import { base64url, EpochKeys, Generation, PolicyVersion, SiteId, TrustTier } from "@sedge/protocol";
import * as v from "valibot";

/** Longest time for which a statement may be trusted, in seconds: 90 days. Operators renew it before. */
export const MAX_STATEMENT_SECONDS = 7_776_000;

/** Most further witnesses that a statement requires. */
const MAX_WITNESSES = 3;

/** Most releases of the SDK that a statement lists: pages keep an older one for a while. */
const MAX_SDK_RELEASES = 4;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const people = v.pipe(whole, v.minValue(2), v.maxValue(100_000_000));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
/** SHA-256, as all hashes here. */
const hash = base64url(32);
/** Ed25519 public key. */
const publicKey = base64url(32);

/** A key's name in notes, restricted to what needs no escape in JSON. */
const KeyName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._/:-]{1,80}$/));

/** A witness whose cosignature a site requires. */
export const Witness = v.strictObject({ name: KeyName, key: publicKey });
export type Witness = v.InferOutput<typeof Witness>;

/** What a device must trust about a site: the same for everybody, signed by both operators, in the log. */
export const Statement = v.pipe(
  v.strictObject({
    kind: v.literal("sedge-statement/1"),
    site: SiteId,
    /** 1 for the site's first statement, then one more each time, also after the site has moved to another log. */
    number: v.pipe(whole, v.minValue(1), v.maxValue(1_000_000)),
    /** Digest of all the site's statements before and of the checkpoints that they were published under: see `history.ts`. */
    history: hash,
    /** Size of the checkpoint that the statement before was published under, in this log or the one before; null for the first. */
    previousSize: v.nullable(whole),
    /** SHA-256 of the succession that led to this log; absent in the site's first log. */
    succession: v.exactOptional(hash),
    /** Seconds since 1970. */
    issued: whole,
    /** Not trusted from then on. At most 90 days after `issued`. */
    expires: whole,
    trustTier: TrustTier,
    /** k. */
    minPeople: people,
    /** Version of the text that a visitor consents to. */
    policyVersion: PolicyVersion,
    /** SHA-256 of that text, in UTF-8; null where the site does not state it. */
    policy: v.nullable(hash),
    /** Ed25519 key by which the edge signs statements and cosigns checkpoints. The aggregator's is the log's own. */
    edge: publicKey,
    /** PRF keys of the epochs that are read, the current one last. */
    epochs: v.pipe(v.array(v.strictObject(EpochKeys.entries)), v.minLength(1), v.maxLength(2)),
    codebook: v.strictObject({ generation: Generation, hash }),
    /** Bounds of every round: a device votes in none whose signed terms exceed them. */
    rounds: v.strictObject({
      minPeople: people,
      /** Most zCDP that one round costs a person. */
      rho: positive,
      delta: v.pipe(positive, v.maxValue(1e-3)),
      /** Least upper end of the random wait between ballot and vote. */
      spreadSeconds: v.pipe(whole, v.maxValue(86_400)),
    }),
    /** Terms of the metric plan; null for a site without one. */
    metrics: v.nullable(
      v.strictObject({
        /** SHA-256 of the plan's file. */
        plan: hash,
        /** Fewest people of any window. */
        minPeople: people,
        /** Most zCDP that one window costs a person. */
        rho: positive,
        /** The shortest window: a quarter of an hour; on a loopback address a minute. */
        windowSeconds: v.pipe(whole, v.minValue(60)),
        spreadSeconds: v.pipe(whole, v.maxValue(86_400)),
      }),
    ),
    /** Releases of the SDK that the site's pages run: SHA-256 of each one's list of files with their hashes. */
    sdk: v.pipe(v.array(hash), v.maxLength(MAX_SDK_RELEASES)),
    witnesses: v.pipe(v.array(Witness), v.maxLength(MAX_WITNESSES)),
  }),
  v.check(
    ({ number, previousSize }) => (number === 1) === (previousSize === null),
    "only the first has none before it",
  ),
  v.check(({ issued, expires }) => expires > issued && expires - issued <= MAX_STATEMENT_SECONDS, "expires too late"),
);
export type Statement = v.InferOutput<typeof Statement>;
