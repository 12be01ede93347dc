import type { Codebook, GenerationSums } from "@sedge/protocol";
import type { IntentModel } from "../card/expected-intents.ts";
import { highestIdIn, type NextCodebook, nextCodebook } from "../codebook/next-codebook.ts";
import { firstDifference } from "./first-difference.ts";

/**
 * Version of the computation. It goes up with every change that gives other bytes for the same sums, also of the bundled model of
 * intents: what was made by one method can't be repeated by another. A test pins what a round of it gives.
 */
export const METHOD = 1;

/** A generation that another one was made from. */
export interface GenerationBase {
  readonly codebook: Codebook;
  /** Of its exact bytes. */
  readonly sha256: string;
  /** What it was made of; undefined where its codebook names no sums. */
  readonly sums: GenerationSums | undefined;
}

/** A generation with the text that is served. */
type RepeatedGeneration =
  | (Extract<NextCodebook, { result: "published" }> & { readonly text: string })
  | Extract<NextCodebook, { result: "refused" }>;

/**
 * Makes a generation from its published sums: the same bytes each time, in every engine. The seed of k-means is the beginning of the
 * previous codebook's hash, which was public before anyone voted.
 *
 * @param sha256 - Of the sums' exact bytes, which the codebook names.
 * @param intents - For the cards of the report; the codebook does not depend on it.
 */
export function repeatedGeneration(
  sums: GenerationSums,
  sha256: string,
  base: Pick<GenerationBase, "codebook" | "sums">,
  intents?: IntentModel,
): RepeatedGeneration {
  const { measurement, counts, people, countStdDev, sumStdDev, making, previous } = sums;
  const next = nextCodebook({
    codebook: base.codebook,
    round: { measurement, counts, sums: sums.sums, people, countStdDev, sumStdDev },
    ...(base.sums && { last: base.sums }),
    highestId: previous.highestId,
    ...making,
    ...(intents && { intents }),
    seed: Number.parseInt(previous.codebook.slice(0, 8), 16),
  });
  if (next.result === "refused") return next;
  const codebook = { ...next.codebook, sums: sha256 };
  return { ...next, codebook, text: JSON.stringify(codebook) };
}

/**
 * | fault | description |
 * |---|---|
 * | `sums-missing` | the codebook names no sums, or these are others |
 * | `another-method` | the sums are for a computation that this release does not have: not checked |
 * | `wrong-place` | they are of another site or generation, or not of the generation before |
 * | `refused` | the sums give no codebook |
 * | `differs` | the sums give another codebook |
 */
export interface GenerationFault {
  readonly fault: "sums-missing" | "another-method" | "wrong-place" | "refused" | "differs";
  /** What, in words, without values of people: all of it is public. */
  readonly detail: string;
}

/**
 * Whether a published codebook is what its published sums give. Both operators ask before one publishes and the other serves it, and so
 * may anybody.
 *
 * @param sums - With the hash of their exact bytes.
 */
export function checkGeneration(
  site: string,
  published: { readonly codebook: Codebook; readonly text: string },
  sums: { readonly document: GenerationSums; readonly sha256: string },
  base: GenerationBase,
): GenerationFault | undefined {
  const { document, sha256 } = sums;
  if (published.codebook.sums !== sha256) return { fault: "sums-missing", detail: "the codebook names other sums" };
  if (document.method !== METHOD) {
    return { fault: "another-method", detail: `made by method ${document.method}, and this release has ${METHOD}` };
  }
  const place = misplaced(site, published.codebook, document, base);
  if (place !== undefined) return { fault: "wrong-place", detail: place };
  const repeated = repeatedGeneration(document, sha256, base);
  if (repeated.result === "refused") return { fault: "refused", detail: `${repeated.reason}: ${repeated.detail}` };
  if (repeated.text === published.text) return undefined;
  const difference = firstDifference(JSON.parse(published.text), JSON.parse(repeated.text));
  return { fault: "differs", detail: difference ?? "the same values in other bytes" };
}

function misplaced(
  site: string,
  { generation, source }: Codebook,
  document: GenerationSums,
  base: GenerationBase,
): string | undefined {
  const { previous } = document;
  // Where the sums of the base are known, the ids follow from them: no codebook may make up numbers.
  const highest = Math.max(base.sums?.previous.highestId ?? 0, highestIdIn(base.codebook));
  const isIdKnown = base.sums !== undefined || base.codebook.generation === 0;
  const differences: readonly (string | false)[] = [
    source !== "round" && "no round made it",
    document.site !== site && "the sums are of another site",
    document.generation !== generation && "the sums are of another generation",
    base.codebook.generation + 1 !== generation && "it does not follow the generation before",
    previous.codebook !== base.sha256 && "the sums are for another codebook than the one before",
    previous.sums !== (base.codebook.sums ?? null) && "the sums name other sums before them",
    (isIdKnown ? previous.highestId !== highest : previous.highestId < highest) && "the sums begin with another id",
  ];
  return differences.find((difference) => difference !== false) || undefined;
}
