import { codebookFault } from "@sedge/features";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import { Codebook, Manifest } from "@sedge/protocol";
import * as v from "valibot";
import { SedgeError } from "../../sedge-error.ts";
import type { StatementState } from "../../public/status.ts";
import { isCodeUnavailable, lazyChunks } from "../lazy-chunks.ts";
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
  readonly onStatement: (state: StatementState) => void;
}

/**
 * How long a page goes by one manifest, in milliseconds: then it is read again when it is next needed, so that a page that stays
 * open moves to a new generation too.
 */
export const MANIFEST_LIFE_MS = 300_000;

/** The site's manifest and codebook, read when first needed, verified, with the last good ones behind them. */
export class SiteFiles {
  readonly #deps: SiteFilesDeps;
  readonly #prfKeys: readonly string[] | undefined;
  /** Of the log and of witnesses. */
  readonly #verifierKeys: readonly string[];
  #manifest: Promise<Manifest> | undefined;
  #readAt = 0;
  #codebook: { readonly sha256: string; readonly codebook: Codebook } | undefined;

  constructor(deps: SiteFilesDeps) {
    this.#deps = deps;
    const pins = deps.aggregatorKey?.split(" ") ?? [];
    this.#verifierKeys = pins.filter((pin) => pin.includes("+"));
    const prfKeys = pins.filter((pin) => !pin.includes("+"));
    this.#prfKeys = prfKeys.length > 0 ? prfKeys : undefined;
  }

  /**
   * The site's manifest, read when first needed and again after five minutes.
   *
   * @throws SedgeError `aggregator-key-mismatch` when it names another aggregator than the page has pinned,
   *   `edge-unavailable` when it can't be read and none was read before; `statement-missing`, `statement-not-proven`,
   *   `statement-differs` when the page pins the log, the manifest is not proven, and none was before.
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
    const { site, store, send, purpose, onManifest, onStatement } = this.#deps;
    const answer = readAnswer(Manifest, await send({ route: "manifest", purpose: purpose() }));
    const read = answer.ok && answer.value.site === site ? answer.value : undefined;
    const fresh = read && (await this.#trusted(read));
    const manifest = fresh ?? (await this.#lastGood());
    if (fresh) await store.values.put("manifest", fresh);
    // Without an answer the previous manifest is used, but not kept. One that was refused is not asked for again at once.
    else if (!read) this.forgetManifest();
    const isPinned = this.#verifierKeys.length > 0;
    onStatement(isPinned ? (read && !fresh ? "refused" : "proven") : "unpinned");
    onManifest(manifest);
    return manifest;
  }

  /** The manifest as far as the page trusts it; undefined for one that the operators do not prove. */
  async #trusted(read: Manifest): Promise<Manifest | undefined> {
    const { store, onStatement, report } = this.#deps;
    const manifest = pinned(read, this.#prfKeys);
    try {
      await this.#prove(manifest);
      return manifest;
    } catch (error) {
      if (!(error instanceof SedgeError) || isCodeUnavailable(error)) throw error;
      // With nothing to fall back to, it is the caller who reports.
      if ((await store.values.get("manifest")) === undefined) {
        onStatement("refused");
        throw error;
      }
      report(error.code, error.message.slice(`${error.code}: `.length));
      return undefined;
    }
  }

  async #lastGood(): Promise<Manifest> {
    const kept = await this.#deps.store.values.get("manifest");
    if (!kept) throw new SedgeError("edge-unavailable", "The site's manifest can't be read now; it is tried again.");
    const manifest = pinned(kept, this.#prfKeys);
    // What was kept on a page that pinned nothing is proven as well.
    await this.#prove(manifest);
    return manifest;
  }

  async #prove(manifest: Manifest): Promise<void> {
    const { store, now } = this.#deps;
    if (this.#verifierKeys.length === 0) return;
    const { proveManifest } = await lazyChunks.statement();
    const log = await proveManifest(manifest, {
      pins: this.#verifierKeys,
      stored: await store.values.get("log"),
      nowSeconds: Math.floor(now() / 1_000),
    });
    await store.values.put("log", log);
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
