import { timingSafeEqual } from "node:crypto";

/** Adds what workerd's Web Crypto has and Node's lacks. */
export function addTimingSafeEqual(): void {
  if ("timingSafeEqual" in crypto.subtle) return;
  Object.defineProperty(crypto.subtle, "timingSafeEqual", {
    value: (a: ArrayBuffer, b: ArrayBuffer) => timingSafeEqual(new Uint8Array(a), new Uint8Array(b)),
  });
}
