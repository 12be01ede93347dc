import { SedgeError } from "../sedge-error.ts";

/** Code of the error for a part of the SDK that could not be fetched when it was first needed. */
export const CODE_UNAVAILABLE = "code-unavailable";

async function load<Module>(module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch {
    throw new SedgeError(CODE_UNAVAILABLE, "A part of Sedge could not be loaded; it is tried again later.");
  }
}

/**
 * Cryptography, identifier rules, votes and the reading of texts, which most visitors never need: fetched at their first use.
 *
 * Each rejects with SedgeError `code-unavailable` while the network is down; the next call tries again.
 */
export const lazyChunks = {
  identifier: () => load(import("@sedge/privacy/identifier")),
  prf: () => load(import("@sedge/privacy/prf")),
  textReader: () => load(import("./text/text-reader.ts")),
  linkKey: () => load(import("@sedge/privacy/link-key")),
  landingLink: () => load(import("@sedge/privacy/landing-link")),
  statement: () => load(import("./clusters/manifest-proof.ts")),
  vote: () => load(import("@sedge/contribution/vote-code")),
};

/** Whether `error` says that lazy chunks could not be fetched: then waiting helps. */
export function isCodeUnavailable(error: unknown): boolean {
  return error instanceof SedgeError && error.code === CODE_UNAVAILABLE;
}

/** Whether something failed because the network is down or the edge is unreachable: it is tried again later. */
export function isUnreachable(error: unknown): boolean {
  return isCodeUnavailable(error) || (error instanceof SedgeError && error.code === "edge-unavailable");
}
