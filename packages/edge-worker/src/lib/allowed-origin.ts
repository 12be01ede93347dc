import * as v from "valibot";

const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])$/;

function isOriginPattern(text: string): boolean {
  if (text.endsWith(":*")) return LOOPBACK.test(text.slice(0, -2));
  // `URL` accepts * as a host label.
  return (
    !text.includes("*") &&
    URL.canParse(text) &&
    /^https?:$/.test(new URL(text).protocol) &&
    new URL(text).origin === text
  );
}

/** An origin that may call for a site: `https://shop.example`, or a loopback host with any port, `http://localhost:*`. */
export const OriginPattern = v.pipe(v.string(), v.check(isOriginPattern, "not an origin, or * where none may stand"));
export type OriginPattern = v.InferOutput<typeof OriginPattern>;

/** Whether one of `patterns` is the origin, or is its scheme and host with any port. */
export function isAllowedOrigin(patterns: readonly OriginPattern[], origin: string): boolean {
  return patterns.some((pattern) => {
    if (!pattern.endsWith(":*")) return origin === pattern;
    const host = pattern.slice(0, -2);
    return origin === host || (origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1)));
  });
}
