import { createHash } from "node:crypto";
import { profilePrior } from "@sedge/clustering/codebook";
import { artefact } from "@sedge/models/model-folder";
import { CHANNELS, Codebook, PROTOCOL_VERSION } from "@sedge/protocol";
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { dryFetch } from "../src/lib/push/send/dry-fetch.ts";

/** A site of all channels, as its public files say it. */
export const SITE = "demo";
export const POLICY = "2026-11";

function book(name: string): Codebook {
  return v.parse(Codebook, JSON.parse(readFileSync(artefact(name, "codebook.json"), "utf8")));
}

const codebook = JSON.stringify(profilePrior(book("codebook-prior"), [book("till-prior")], CHANNELS));
const manifest = {
  protocolVersion: PROTOCOL_VERSION,
  site: SITE,
  trustTier: "single-operator",
  minPeople: 20,
  policyVersion: POLICY,
  prf: { epoch: 1, edgeKey: "A".repeat(43), aggregatorKey: "A".repeat(43) },
  codebook: { generation: 0, sha256: createHash("sha256").update(codebook).digest("hex") },
  learning: { round: null, spent: { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 } },
};

/** Public files of the site, and both operators as a dry run plays them: a real PRF, and whatever is delivered is taken. */
export function drySite(): typeof fetch {
  return dryFetch(async (input) => {
    const isManifest = typeof input === "string" && input.endsWith("/manifest");
    return new Response(isManifest ? JSON.stringify(manifest) : codebook);
  });
}
