export {
  deriveLinkKeys,
  type LinkKeys,
  signMessage,
  signReceipt,
  verifyMessage,
  verifyReceipt,
} from "./lib/link-key.ts";
export type { SigningKey } from "./lib/signing-key.ts";
