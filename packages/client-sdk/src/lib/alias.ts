import { halfSipHash } from "./half-sip-hash.ts";

/** Most names remembered with their alias, so that a long list costs one hash a name. */
const MAX_REMEMBERED = 512;

/**
 * The number that replaces a name on this device: 32 bits, keyed by the installation's random secret. It never leaves the
 * device; the key keeps it from being compared with another device's numbers or with a dictionary of product names.
 */
export function aliasOf(seed: Uint8Array, name: string): number {
  return halfSipHash(seed, new TextEncoder().encode(name));
}

/** `aliasOf` under one seed, remembering what it was asked lately. */
export function rememberingAlias(seed: Uint8Array): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const alias = aliasOf(seed, name);
    known.set(name, alias);
    return alias;
  };
}
