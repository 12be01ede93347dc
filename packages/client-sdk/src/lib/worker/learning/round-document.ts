import { Round, type RoundId } from "@sedge/protocol";
import type { SiteFiles } from "../clusters/site-files.ts";
import { lazyChunks } from "../lazy-chunks.ts";
import { readAnswer, type Send } from "../wire/wire.ts";

/**
 * A round's document, or why there is none: it takes nothing any more, it can't be had now, or the aggregator does not vouch
 * for it.
 */
export type FoundRound =
  | { readonly state: "found"; readonly round: Round }
  | { readonly state: "over" | "unavailable" | "not-signed" };

/** The document of the site's round, read once a page and verified, whatever server passed it on. */
export class RoundDocument {
  readonly #deps: { readonly site: string; readonly siteFiles: SiteFiles; readonly send: Send };
  #round: Round | undefined;

  constructor(deps: { readonly site: string; readonly siteFiles: SiteFiles; readonly send: Send }) {
    this.#deps = deps;
  }

  /** The round of that id as it was read on this page, if it was. */
  known(id: RoundId): Round | undefined {
    return this.#round?.round === id ? this.#round : undefined;
  }

  /** @throws SedgeError `aggregator-key-mismatch`, `edge-unavailable`, `code-unavailable`. */
  async find(id: RoundId): Promise<FoundRound> {
    const known = this.known(id);
    if (known) return { state: "found", round: known };
    const { site, siteFiles, send } = this.#deps;
    const manifest = await siteFiles.manifest();
    const answer = readAnswer(Round, await send({ route: "round" }));
    if (!answer.ok) return { state: answer.code === "no-round" ? "over" : "unavailable" };
    if (answer.value.round !== id) return { state: "over" };
    const { isRoundSigned } = await lazyChunks.vote();
    if (!isRoundSigned(site, answer.value, manifest)) return { state: "not-signed" };
    this.#round = answer.value;
    return { state: "found", round: answer.value };
  }
}
