import { MAX_PUBLICATIONS } from "../device/statement-part.ts";
import type { Checkpoint } from "../note/checkpoint.ts";
import { extendHistory, NO_HISTORY, publicationDigest } from "../statement/history.ts";

/** What the next statement of a site must continue. */
export interface SiteHistory {
  /** Of the last statement; 0 before the first. */
  readonly number: number;
  /** `history` of the next statement. */
  readonly history: Uint8Array;
  /** `previous` of the next statement. */
  readonly previous: Checkpoint | null;
  /** Digests of the last publications, the oldest first: what the next statement's part carries. */
  readonly publications: readonly Uint8Array[];
}

/** Before a site's first statement. */
export const NEW_SITE: SiteHistory = { number: 0, history: NO_HISTORY, previous: null, publications: [] };

/** After the site's next statement, by its leaf hash, was published under this checkpoint. */
export function publishedUnder(site: SiteHistory, leaf: Uint8Array, checkpoint: Checkpoint): SiteHistory {
  const digest = publicationDigest(leaf, checkpoint);
  return {
    number: site.number + 1,
    history: extendHistory(site.history, digest),
    previous: checkpoint,
    publications: [...site.publications, digest].slice(-MAX_PUBLICATIONS),
  };
}
