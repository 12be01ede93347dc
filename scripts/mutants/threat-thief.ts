import { area } from "./mutant.ts";

const PRIVACY = "packages/privacy/src/lib";
const STOLEN_TOKENS = `${PRIVACY}/stolen-tokens.test.ts`;
const AGGREGATOR_CONNECTORS = "packages/aggregator/src/lib/connectors.test.ts";

/** Rows of the threat model about thieves of keys and databases, and about both operators together. */
export const threatThief = area("threat-thief", [
  {
    id: "token-without-a-key",
    promise: "Nobody computes the token of an identifier without the operators' keys.",
    file: `${PRIVACY}/prf-output.ts`,
    find: "ristretto255_oprf.oprf.finalize(input, blind, sum.toBytes())",
    replace: "ristretto255_oprf.oprf.finalize(input, blind, blindings[index].blinded)",
    killedBy: [STOLEN_TOKENS],
  },
  {
    id: "token-of-one-key",
    promise: "One operator's key alone computes no token.",
    file: `${PRIVACY}/prf-output.ts`,
    find: "element.add(sums[index] ?? ristretto255.Point.ZERO)",
    replace: "element",
    killedBy: [STOLEN_TOKENS],
  },
  {
    id: "epoch-key-from-the-database",
    promise: "An operator's database without its seed gives no key of an epoch.",
    file: `${PRIVACY}/epoch-seed.ts`,
    find: 'return hkdf(sha256, seed, epochSecret, domainBytes("epoch-seed"), SECRET_BYTES);',
    replace: "return epochSecret;",
    killedBy: [STOLEN_TOKENS],
  },
  {
    id: "token-of-all-sites",
    promise: "The keys of an epoch find nobody among another site's tokens.",
    file: `${PRIVACY}/domain.ts`,
    find: '["sedge/v1", use, ...parts]',
    replace: '["sedge/v1", use, ...parts.slice(1)]',
    killedBy: [STOLEN_TOKENS],
  },
  {
    id: "token-of-all-identifiers",
    promise: "With both keys, a guess finds the identifier that was guessed and no other.",
    file: `${PRIVACY}/prf-input.ts`,
    find: 'domainBytes("prf-input", site, kind, normalised)',
    replace: 'domainBytes("prf-input", site, kind)',
    killedBy: [STOLEN_TOKENS],
  },
  {
    id: "token-spells-its-term",
    promise: "Tokens of names with one frequency do not reveal which name is whose.",
    file: "benchmarks/src/linkage/keyed-tokens.ts",
    find: 'return (term) => createHmac("sha256", key).update(term).digest().toString("base64url", 0, 16);',
    replace: "return (term) => term;",
    killedBy: ["benchmarks/src/linkage/frequency-attack.test.ts"],
  },
  {
    id: "token-made-newer",
    promise: "A token of a retired epoch is deleted even if its holder names a newer epoch.",
    file: "packages/edge-worker/src/lib/identity/shard/token-epochs.ts",
    find: "known === undefined || named < known ? named : known",
    replace: "named",
    killedBy: ["packages/edge-worker/src/lib/key-epochs.test.ts"],
  },
  {
    id: "retired-key-from-the-seed",
    promise: "An operator's seed does not give the key of a retired epoch.",
    file: "packages/operator/src/lib/key-share.ts",
    find: "deriveShareKey(deriveEpochSeed(secretBytes(seed), epochSecret), site, epoch)",
    replace: "deriveShareKey(secretBytes(seed), site, epoch)",
    killedBy: ["packages/aggregator/src/lib/key-epochs.test.ts"],
  },
  {
    id: "revoked-key-evaluates",
    promise: "A connector's key evaluates nothing once the operator has revoked it.",
    file: "packages/operator/src/lib/prf/connector-keys.ts",
    find: 'if (!isValid(known, now)) return { state: "connector-revoked" };',
    replace: "",
    killedBy: [AGGREGATOR_CONNECTORS],
  },
]);
