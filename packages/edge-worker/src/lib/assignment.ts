import { Refusal } from "@sedge/operator";
import { type Observation, clusterOf, fuse } from "@sedge/features";
import type { Assignment, Channel, Codebook, Codeword } from "@sedge/protocol";
import type { Site } from "./site.ts";
import { codebookOf, type SiteFiles } from "./site-files.ts";

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

/** The cluster of all channels' codewords, in the newest generation that any of them is of; null if there is none. */
export function fusedAssignment(files: SiteFiles, observations: readonly Observation[]): Assignment | null {
  for (const { codebook } of files.codebooks) {
    const assignment = fuse(codebook, observations);
    if (assignment) return assignment;
  }
  return null;
}
