import type { StoredKeys } from "../storage/stored-keys.ts";

/**
 * Whether what was identified now can be the person whose keys are stored: no kind has another token than before. Keys
 * of another epoch can't be compared, so they count as somebody else's: linking two people is worse than forgetting one.
 */
export function isSamePerson(stored: readonly StoredKeys[], identified: readonly StoredKeys[]): boolean {
  return stored.every((before) => {
    const now = identified.find(({ kind }) => kind === before.kind);
    const epoch = identified[0]?.epoch ?? before.epoch;
    return before.epoch === epoch && (!now || now.token === before.token);
  });
}
