import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { verify } from "@sedge/privacy/ed25519";
import type { EpochKeys, Manifest, SiteId } from "@sedge/protocol";
import { checkStatement, type PagePins, StatementPart, StoredLog } from "@sedge/transparency/device";
import { NOTE_SIGNATURE, parseVerifierKey } from "@sedge/transparency/note";
import type { Statement } from "@sedge/transparency/statement";
import * as v from "valibot";
import { SedgeError } from "../../sedge-error.ts";

/** What a manifest's proof is checked with. */
export interface ProofDeps {
  /** Verifier keys that the page pins: the log's, and witnesses'. */
  readonly pins: readonly string[];
  /** What the device has stored of the log, unread. */
  readonly stored: unknown;
  readonly nowSeconds: number;
}

function pagePins(site: SiteId, texts: readonly string[]): PagePins {
  const keys = texts.map((text) => ({ text, key: parseVerifierKey(text) }));
  const log = keys.find(({ key }) => key?.type === NOTE_SIGNATURE);
  if (!log || keys.some(({ key }) => !key)) {
    throw new SedgeError("bad-option", "`data-aggregator-key` has a key that is no verifier key, or none of a log.");
  }
  const witnesses = keys.flatMap(({ key }) =>
    key && key.type !== NOTE_SIGNATURE ? [{ name: key.name, key: toBase64url(key.publicKey) }] : [],
  );
  return { site, logKey: log.text, witnesses };
}

const hexOf = (hash: string) => Array.from(fromBase64url(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");

function areSameKeys(one: EpochKeys | undefined, other: EpochKeys | undefined): boolean {
  return one?.epoch === other?.epoch && one?.edgeKey === other?.edgeKey && one?.aggregatorKey === other?.aggregatorKey;
}

/** Names the first part of the manifest that its statement does not say; undefined where there is none. */
function difference(
  { trustTier, minPeople, policyVersion, codebook, prf }: Manifest,
  statement: Statement,
): string | undefined {
  const [last, first] = statement.epochs.toReversed();
  const isStated = {
    trustTier: trustTier === statement.trustTier,
    minPeople: minPeople === statement.minPeople,
    policyVersion: policyVersion === statement.policyVersion,
    codebook:
      codebook.generation === statement.codebook.generation && codebook.sha256 === hexOf(statement.codebook.hash),
    prf: areSameKeys(prf, last) && (prf.previous === undefined || areSameKeys(prf.previous, first)),
  };
  return Object.entries(isStated).find(([, isSame]) => !isSame)?.[0];
}

/**
 * Checks that a manifest says what both operators have stated to everybody.
 *
 * @returns What the device stores of the log.
 * @throws SedgeError `statement-missing`, `statement-not-proven`, `statement-differs`.
 */
export async function proveManifest(manifest: Manifest, { pins, stored, nowSeconds }: ProofDeps): Promise<StoredLog> {
  if (manifest.statement === undefined) {
    throw new SedgeError("statement-missing", "The manifest carries no statement, which this page requires.");
  }
  const part = v.safeParse(StatementPart, manifest.statement);
  const before = v.safeParse(StoredLog, stored);
  const checked = part.success
    ? await checkStatement(part.output, pagePins(manifest.site, pins), before.success ? before.output : undefined, {
        nowSeconds,
        verify: (key, message, signature) => verify(crypto.subtle, key, message, signature),
      })
    : ({ refusal: "statement-invalid" } as const);
  if ("refusal" in checked) {
    throw new SedgeError("statement-not-proven", `The site's statement was refused: ${checked.refusal}.`);
  }
  const differing = difference(manifest, checked.statement);
  if (differing !== undefined) {
    throw new SedgeError("statement-differs", `The manifest's ${differing} is not what its statement says.`);
  }
  return checked.state;
}
