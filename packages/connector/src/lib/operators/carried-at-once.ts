import { MAX_RECORD_SIGNATURES } from "@sedge/protocol";

/** Identifiers that one link carries to the next key epoch: each signs by two keys, and a message says the kinds of five at most. */
export const CARRIED_AT_ONCE = Math.floor(MAX_RECORD_SIGNATURES / 2);
