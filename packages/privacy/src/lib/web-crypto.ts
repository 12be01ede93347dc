/**
 * WebCrypto's types, read off the global that browsers, workerd and Node share: each names them differently, and this
 * package is compiled beside all three.
 */
export type WebCrypto = typeof crypto.subtle;

/** A key held by WebCrypto, storable in IndexedDB. */
export type WebCryptoKey = Awaited<ReturnType<WebCrypto["deriveKey"]>>;
