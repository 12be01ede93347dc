export { SealError, type SealErrorCode } from "./lib/seal/seal-error.ts";
export {
  deriveSealKey,
  openShare,
  type SealBinding,
  SEALED_BYTES,
  type SealedContent,
  type SealKeyPair,
  sealShare,
} from "./lib/seal/sealed-share.ts";
