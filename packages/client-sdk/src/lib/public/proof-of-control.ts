/**
 * What a proof of control allows, once: `read` an export, and what other channels observed that a contribution includes; `erase` the
 * profile; `join` two existing profiles.
 */
export type ProofPurpose = "read" | "erase" | "join";

/**
 * Asks the site's own server for a proof that the visitor is signed in: a JWT, as docs/proof-of-control.md describes it. Sedge calls
 * this when the edge needs one, each time for a new one, and stores none. It has ten seconds. Answer null for a visitor who is not signed in.
 */
export type ProofOfControl = (purpose: ProofPurpose) => string | null | Promise<string | null>;
