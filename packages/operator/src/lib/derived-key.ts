import type { PrfKeyPair } from "@sedge/privacy/prf";

/** Deriving a key hashes to a scalar and multiplies the generator; once per isolate and name is enough. */
const derived = new Map<string, PrfKeyPair>();
const MAX_DERIVED = 128;

/** The key of this name, derived once. @param name - Contains every input of `derive`. */
export function derivedKey(name: string, derive: () => PrfKeyPair): PrfKeyPair {
  let key = derived.get(name);
  if (!key) {
    key = derive();
    if (derived.size >= MAX_DERIVED) derived.clear();
    derived.set(name, key);
  }
  return key;
}
