import type { StoredKeys } from "../storage/stored-keys.ts";

/**
 * Whether what was identified now can be the person whose keys are stored: no kind has another token than before. While
 * keys rotate, `identified` holds keys of both epochs. Keys of an epoch that it does not hold can't be compared, so they
 * count as somebody else's: linking two people is worse than forgetting one.
 */
export function isSamePerson(stored: readonly StoredKeys[], identified: readonly StoredKeys[]): boolean {
  return stored.every((before) => {
    const comparable = identified.filter(({ epoch }) => epoch === before.epoch);
    const now = comparable.find(({ kind }) => kind === before.kind);
    return comparable.length > 0 && (!now || now.token === before.token);
  });
}
