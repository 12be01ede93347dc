import { MAX_RECORD_SIGNATURES } from "@sedge/protocol";

/**
 * Identifiers that one link migrates to the next key epoch. Each signs with two keys, and a message states the kinds of
 * at most five.
 */
export const MAX_MIGRATED_KEYS = Math.floor(MAX_RECORD_SIGNATURES / 2);
