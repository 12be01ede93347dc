import { checkGeneration, type GenerationBase, type GenerationFault } from "@sedge/clustering/repeat";
import type { PublishedCodebook, PublishedSums } from "@sedge/operator";
import type { Aggregator } from "../aggregator.ts";

/** A generation that this operator has repeated. `sums`: undefined for the prior. */
export interface VerifiedGeneration {
  readonly published: PublishedCodebook;
  readonly sums: PublishedSums | undefined;
}

/** Why a generation is not served: what the sums say, or `another-history` than what was served before. */
export type RefusedGeneration = GenerationFault["fault"] | "another-history";

/** Generations that this operator missed, at most: years of rounds. */
const MOST_MISSED = 200;

/** What this operator has stored of a site. */
export interface KnownGenerations {
  readonly newest: PublishedCodebook | undefined;
  codebook(sha256: string): Promise<PublishedCodebook | undefined>;
  sums(sha256: string): Promise<PublishedSums | undefined>;
}

/**
 * Repeats every generation between those that are known and a newer one, the oldest first. Each names the hash of the one before, so that
 * none can be left out and none of another history is taken.
 *
 * @throws {Refusal} `aggregator-unavailable`
 */
export async function verifiedGenerations(
  site: string,
  aggregator: Aggregator,
  fetched: PublishedCodebook,
  known: KnownGenerations,
): Promise<{ readonly verified: readonly VerifiedGeneration[]; readonly refused: RefusedGeneration | undefined }> {
  const missed: { readonly published: PublishedCodebook; readonly sums: PublishedSums }[] = [];
  const verified: VerifiedGeneration[] = [];
  let at = fetched;
  let base: GenerationBase | undefined;
  while (!base) {
    const { generation, sums: name, source } = at.codebook;
    const stored = await known.codebook(at.sha256);
    if (stored) base = await baseOf(stored, known);
    else if (known.newest && generation <= known.newest.codebook.generation) return refusal("another-history");
    else if (generation === 0 && source === "prior" && name === undefined) {
      verified.push({ published: at, sums: undefined });
      base = { codebook: at.codebook, sha256: at.sha256, sums: undefined };
    } else {
      const sums = name === undefined ? undefined : await aggregator.sums(site, name);
      if (!sums || missed.length >= MOST_MISSED) return refusal("sums-missing");
      missed.push({ published: at, sums });
      const before = await aggregator.codebookOf(site, sums.document.previous.codebook);
      if (before?.codebook.generation !== generation - 1) return refusal("wrong-place");
      at = before;
    }
  }
  for (const { published, sums } of missed.toReversed()) {
    const fault = checkGeneration(site, published, sums, base);
    if (fault) return { verified, refused: fault.fault };
    verified.push({ published, sums });
    base = { codebook: published.codebook, sha256: published.sha256, sums: sums.document };
  }
  return { verified, refused: undefined };
}

function refusal(refused: RefusedGeneration) {
  return { verified: [], refused };
}

async function baseOf({ codebook, sha256 }: PublishedCodebook, known: KnownGenerations): Promise<GenerationBase> {
  const sums = codebook.sums === undefined ? undefined : await known.sums(codebook.sums);
  return { codebook, sha256, sums: sums?.document };
}
