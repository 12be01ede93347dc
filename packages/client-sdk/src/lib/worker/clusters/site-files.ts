import { codebookFault } from "@sedge/features";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { Codebook, Manifest } from "@sedge/protocol";
import * as v from "valibot";
import { SedgeError } from "../../sedge-error.ts";
import type { Store } from "../storage/store.ts";
import { type Send, jsonOf, readAnswer } from "../wire/wire.ts";
import { findFile } from "../storage/found-file.ts";

/** What the site's files depend on. */
export interface SiteFilesDeps {
  readonly site: string;
  readonly aggregatorKey: string | undefined;
  readonly store: Store;
  readonly send: Send;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the visitor has given that needs these files. */
  readonly purpose: () => "link" | "learn";
  readonly report: (code: SedgeErrorCode, message: string) => void;
  readonly onManifest: (manifest: Manifest) => void;
}

/**
 * How long a page goes by one manifest, in milliseconds: then it is read again when it is next needed, so that a page that stays
 * open moves to a new generation too.
 */
export const MANIFEST_LIFE_MS = 300_000;

/** The site's manifest and codebook, read when first needed, verified, with the last good ones behind them. */
export class SiteFiles {
  readonly #deps: SiteFilesDeps;
  #manifest: Promise<Manifest> | undefined;
  #readAt = 0;
  #codebook: { readonly sha256: string; readonly codebook: Codebook } | undefined;

  constructor(deps: SiteFilesDeps) {
    this.#deps = deps;
  }

  /**
   * The site's manifest, read when first needed and again after five minutes.
   *
   * @throws SedgeError `aggregator-key-mismatch` when it names another aggregator than the page has pinned,
   *   `edge-unavailable` when it can't be read and none was read before.
   */
  manifest(): Promise<Manifest> {
    const now = this.#deps.now();
    if (now - this.#readAt >= MANIFEST_LIFE_MS) this.forgetManifest();
    if (!this.#manifest) this.#readAt = now;
    this.#manifest ??= this.#readManifest().catch((error: unknown) => {
      this.#manifest = undefined;
      throw error;
    });
    return this.#manifest;
  }

  /** Reads the manifest again at the next asking, as the edge has reported that it changed. */
  forgetManifest(): void {
    this.#manifest = undefined;
  }

  async #readManifest(): Promise<Manifest> {
    const { site, aggregatorKey, store, send, purpose, onManifest } = this.#deps;
    const answer = readAnswer(Manifest, await send({ route: "manifest", purpose: purpose() }));
    const named = answer.ok && answer.value.site === site ? answer.value : await store.values.get("manifest");
    if (!named) throw new SedgeError("edge-unavailable", "The site's manifest can't be read now; it is tried again.");
    const manifest = pinned(named, aggregatorKey?.split(" "));
    if (answer.ok) await store.values.put("manifest", manifest);
    // Without an answer the previous manifest is used, but not kept.
    else this.forgetManifest();
    onManifest(manifest);
    return manifest;
  }

  /** Whether the codebook that was last given is the one that the manifest names, and not an earlier one. */
  isCurrent(manifest: Manifest): boolean {
    return this.#codebook?.sha256 === manifest.codebook.sha256;
  }

  /**
   * The codebook that the manifest names, or the last good one where that can't be had, fails its hash or exceeds the device's
   * own limits.
   *
   * @throws SedgeError `no-codebook` when there is none at all.
   */
  async codebook(manifest: Manifest): Promise<Codebook> {
    const { store, send, report } = this.#deps;
    const { sha256 } = manifest.codebook;
    if (this.#codebook?.sha256 === sha256) return this.#codebook.codebook;
    const { file, failure, fault } = await findFile(store.files, {
      name: "codebook:site",
      sha256,
      description: "",
      fetch: () => send({ route: "codebook", params: { sha256 } }),
      faultOf: (bytes) => faultIn(readCodebook(bytes)),
    });
    if (failure === "hash-mismatch")
      report("codebook-hash-mismatch", "The site's codebook failed its hash and was refused.");
    if (fault !== undefined) report("codebook-refused", `The site's codebook was refused: ${fault}.`);
    const codebook = file && readCodebook(file.bytes);
    // One that was stored before a limit was introduced may have a fault too.
    if (!file || !codebook || faultIn(codebook)) {
      throw new SedgeError("no-codebook", "The site's codebook can't be had now.");
    }
    this.#codebook = { sha256: file.sha256, codebook };
    return codebook;
  }
}

function readCodebook(bytes: Uint8Array<ArrayBuffer>): Codebook | undefined {
  const parsed = v.safeParse(Codebook, jsonOf(bytes));
  return parsed.success ? parsed.output : undefined;
}

function faultIn(codebook: Codebook | undefined): string | undefined {
  return codebook ? codebookFault(codebook) : "it is not a codebook that this version reads";
}

/**
 * The manifest, as far as the page trusts it. An epoch before whose aggregator is not pinned is left out: an edge that
 * made up that epoch's second operator would be both.
 */
function pinned(manifest: Manifest, pins: readonly string[] | undefined): Manifest {
  if (!pins) return manifest;
  const { previous, ...current } = manifest.prf;
  if (!pins.includes(current.aggregatorKey)) {
    throw new SedgeError("aggregator-key-mismatch", "The edge names another aggregator than this page has pinned.");
  }
  const isPinned = previous !== undefined && pins.includes(previous.aggregatorKey);
  return { ...manifest, prf: { ...current, ...(isPinned && { previous }) } };
}
