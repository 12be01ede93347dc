import { MAX_PUBLICATIONS } from "../device/statement-part.ts";
import type { Checkpoint } from "../note/checkpoint.ts";
import { extendHistory, NO_HISTORY, type Publication } from "../statement/history.ts";

/** A publication, and the log that it is in. */
export type LogPublication = Publication & Pick<Checkpoint, "origin">;

/** What the next statement of a site must continue. */
export interface SiteHistory {
  /** Of the last statement; 0 before the first. */
  readonly number: number;
  /** `history` of the next statement. */
  readonly history: Uint8Array;
  /** `previous` of the next statement. */
  readonly previous: Checkpoint | null;
  /** The last publications, the oldest first: what the next statement's part carries. */
  readonly publications: readonly LogPublication[];
}

/** Before a site's first statement. */
export const NEW_SITE: SiteHistory = { number: 0, history: NO_HISTORY, previous: null, publications: [] };

/** After the site's next statement, by its leaf hash, was published under this checkpoint. */
export function publishedUnder(site: SiteHistory, leaf: Uint8Array, checkpoint: Checkpoint): SiteHistory {
  const publication = { leaf, ...checkpoint };
  return {
    number: site.number + 1,
    history: extendHistory(site.history, publication),
    previous: checkpoint,
    publications: [...site.publications, publication].slice(-MAX_PUBLICATIONS),
  };
}

/** The sizes from which the next part proves consistency with a checkpoint of this log, the newest first. */
export function provenSizes({ publications }: SiteHistory, origin: string): number[] {
  const others = publications.findLastIndex((publication) => publication.origin !== origin);
  return publications
    .slice(others + 1)
    .map(({ size }) => size)
    .toReversed();
}
