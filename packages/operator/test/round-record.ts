import { toBase64url } from "@sedge/privacy/base64url";
import { Measurement, RoundRequest, RoundTerms } from "@sedge/protocol";
import * as v from "valibot";
import type { RoundRecord } from "../src/lib/round/round-rows.ts";

const text = (bytes: number, fill: number) => toBase64url(new Uint8Array(bytes).fill(fill));

/** A round of its own (`fill` names it) that has been counted, of so many cells of two features. Noise away from any fixed point. */
export function verifiedRound(fill = 1, cells = 3): { record: RoundRecord; terms: RoundTerms } {
  const shared = {
    round: text(16, fill),
    generation: 4,
    delta: 3e-6,
    minPeople: 20,
    maxPeople: 300,
    deadline: 1_800_000_000,
    spreadSeconds: 60,
    shards: 2,
  };
  const measurement = v.parse(Measurement, {
    features: ["x", "y"],
    centres: Array.from({ length: cells }, (_, cell) => [cell, cell + 1]),
    terms: "offset",
    radii: Array.from({ length: cells }, () => 0.5),
    bits: 7,
  });
  const request = v.parse(RoundRequest, {
    ...shared,
    epsilon: 1.5,
    ballotKey: text(32, fill),
    codebook: { minPeople: 5, algorithm: "auto", sensitiveFeatures: [] },
  });
  const terms = v.parse(RoundTerms, {
    ...shared,
    measurement,
    noise: { countStdDev: 2.7, sumStdDev: 41.3 },
    rho: 0.37,
    ballotKeys: { edge: text(32, fill), aggregator: text(32, fill + 1) },
    sealKey: text(65, fill),
    signature: { evaluated: text(32, fill), proof: text(64, fill) },
  });
  const accepted = { people: 25, digest: text(32, fill) };
  return { record: { request, terms, progress: { state: "verified", accepted, end: null } }, terms };
}
