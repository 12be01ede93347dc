import { type PublishedCodebook, Refusal } from "@sedge/operator";
import { type Observation, carriedCodeword, clusterOf, fuse } from "@sedge/features";
import { channelsIn } from "@sedge/features/profile";
import type { Assignment, Channel, Codebook, Codeword, Generation } from "@sedge/protocol";
import type { Site } from "./site.ts";
import { answeredCodebooks, codebookOf, type SiteFiles } from "./site-files.ts";

/**
 * The codebook of a codeword that may be answered.
 * @throws {Refusal} `unknown-codeword` for a cell that the newest two generations do not have; `below-minimum-people`
 *   for one that fewer than k share. Everybody is at the root, so it is never too small.
 */
export function checkedCodebook(files: SiteFiles, site: Site, codeword: Codeword): Codebook {
  const codebook = codebookOf(files, codeword.generation)?.codebook;
  const cell = codebook?.cells.find(({ path }) => path === codeword.path);
  if (!codebook || !cell) throw new Refusal("unknown-codeword");
  if (cell.path !== "" && cell.count < site.minPeople) throw new Refusal("below-minimum-people");
  return codebook;
}

/** The cluster of one codeword. @throws {Refusal} as {@link checkedCodebook} */
export function assignmentOf(files: SiteFiles, site: Site, channel: Channel, codeword: Codeword): Assignment {
  const found = clusterOf(checkedCodebook(files, site, codeword), codeword);
  if (!found) throw new Refusal("unknown-codeword");
  return { ...found, channels: [channel] };
}

/**
 * The cluster of all channels' codewords, in the newest generation among them, or in the newest of all if they are all
 * older than those that are answered. Codewords of an earlier generation are mapped to it; the stored ones stay
 * unchanged. Null if none can be mapped: no codewords, or only of generations that are no longer read.
 */
export function fusedAssignment(files: SiteFiles, site: Site, observations: readonly Observation[]): Assignment | null {
  const { codebook, carried } = carriedObservations(files, site, observations);
  return fuse(codebook, carried) ?? null;
}

/** All channels' codewords carried into that one generation, and its codebook. */
export function carriedObservations(
  files: SiteFiles,
  site: Site,
  observations: readonly Observation[],
): { codebook: Codebook; carried: Observation[] } {
  const [newest] = files.codebooks;
  const isSpoken = ({ codebook: { generation } }: PublishedCodebook) =>
    observations.some(({ codeword }) => codeword.generation === generation);
  const { codebook } = answeredCodebooks(files).find(isSpoken) ?? newest;
  return { codebook, carried: carriedInto(codebook, files, site, observations) };
}

/**
 * The codewords of a person's channels in a generation of several channels. The person's own device gets them, so
 * that its vote covers all channels. Undefined if the generation is no longer read, or covers visits alone.
 */
export function codewordsForRound(
  files: SiteFiles,
  site: Site,
  generation: Generation,
  observations: readonly Observation[],
): Observation[] | undefined {
  const codebook = codebookOf(files, generation)?.codebook;
  return codebook && channelsIn(codebook) ? carriedInto(codebook, files, site, observations) : undefined;
}

function carriedInto(
  codebook: Codebook,
  files: SiteFiles,
  site: Site,
  observations: readonly Observation[],
): Observation[] {
  return observations.flatMap(({ channel, codeword: stored }) => {
    const codeword = codewordIn(codebook, files, site, stored);
    return codeword ? [{ channel, codeword }] : [];
  });
}

/** A codeword carried into the codebook; undefined if its generation is no longer read. */
function codewordIn(codebook: Codebook, files: SiteFiles, site: Site, stored: Codeword): Codeword | undefined {
  if (stored.generation === codebook.generation) return stored;
  const earlier = files.codebooks.find((book) => book.codebook.generation === stored.generation);
  return earlier && carriedCodeword(earlier.codebook, stored, codebook, site.minPeople);
}
