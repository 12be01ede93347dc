import type { RandomSource } from "@sedge/privacy/prf";

/** The system's random source. */
export const random: RandomSource = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));
