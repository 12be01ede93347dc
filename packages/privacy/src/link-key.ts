export { deriveLinkKeys, type LinkKeys, signMessage, verifyMessage } from "./lib/link-key.ts";
export type { SigningKey } from "./lib/signing-key.ts";
