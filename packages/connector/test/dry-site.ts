import { createHash } from "node:crypto";
import { profilePrior } from "@sedge/clustering/profile-prior";
import { CHANNELS, Codebook, PROTOCOL_VERSION } from "@sedge/protocol";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { dryFetch } from "../src/lib/push/send/dry-fetch.ts";

/** A site with all channels, as in its public files. */
export const SITE = "demo";
export const POLICY = "2026-11";

function book(name: string): Codebook {
  return v.parse(
    Codebook,
    JSON.parse(readFileSync(join(import.meta.dirname, "../../../models", name, "codebook.json"), "utf8")),
  );
}

const codebook = JSON.stringify(profilePrior(book("codebook-prior"), [book("till-prior")], CHANNELS));
const KEYS = { edgeKey: "A".repeat(43), aggregatorKey: "A".repeat(43) };
const manifest = (epoch: number, previous: number | undefined) => ({
  protocolVersion: PROTOCOL_VERSION,
  site: SITE,
  trustTier: "single-operator",
  minPeople: 20,
  policyVersion: POLICY,
  prf: { epoch, ...KEYS, ...(previous !== undefined && { previous: { epoch: previous, ...KEYS } }) },
  codebook: { generation: 0, sha256: createHash("sha256").update(codebook).digest("hex") },
  learning: { round: null, spent: { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 } },
});

/** The site's manifest and codebook, as its edge serves them. */
export const publicFiles = publicFilesOf(1);

/** The same for a site in these key epochs. */
function publicFilesOf(epoch: number, previous?: number): typeof fetch {
  return async (input) => {
    const isManifest = typeof input === "string" && input.endsWith("/manifest");
    return new Response(isManifest ? JSON.stringify(manifest(epoch, previous)) : codebook);
  };
}

/**
 * Public files of the site, and both operators simulated as in a dry run: a real PRF, and every delivery accepted.
 *
 * @param previous - The previous key epoch.
 */
export function drySite(epoch = 1, previous?: number): typeof fetch {
  return dryFetch(publicFilesOf(epoch, previous));
}
