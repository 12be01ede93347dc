import { createHash } from "node:crypto";
import { QUEUE_STUB } from "./layout.ts";

function hashSource(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}

/**
 * The shop's security headers. `'wasm-unsafe-eval'` lets Sedge's WASM backend compile. Trusted Types allow one policy,
 * Sedge's, for the URL of its worker.
 */
export function securityHeaders(endpoint: string): Readonly<Record<string, string>> {
  const policy = {
    "default-src": "'none'",
    "script-src": `'self' ${hashSource(QUEUE_STUB)} 'wasm-unsafe-eval'`,
    "worker-src": "'self'",
    "connect-src": `'self' ${new URL(endpoint).origin}`,
    "style-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "sedge",
  };
  return {
    "content-security-policy": Object.entries(policy)
      .map(([directive, value]) => `${directive} ${value}`)
      .join("; "),
    // Paths and search queries stay in the shop: requests for Sedge's files do not reveal the page.
    "referrer-policy": "strict-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
  };
}
