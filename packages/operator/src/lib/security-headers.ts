/**
 * Sent with every answer. Answers are data for the SDK, never documents: nothing may be loaded, framed or sniffed from
 * them. `cross-origin` lets isolated pages (COEP) read them; who may read is CORS's to say.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "cross-origin",
  "permissions-policy": "interest-cohort=(), browsing-topics=()",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};
