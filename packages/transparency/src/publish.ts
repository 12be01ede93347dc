export { extendHistory, NO_HISTORY, type Publication } from "./lib/statement/history.ts";
export {
  type LogPublication,
  NEW_SITE,
  provenSizes,
  publishedUnder,
  type SiteHistory,
} from "./lib/publish/site-history.ts";
export { refusalToSign, type SigningRefusal } from "./lib/publish/refusal-to-sign.ts";
export {
  checkpointPart,
  joinHashes,
  joinPublications,
  splitHashes,
  statementPart,
} from "./lib/publish/statement-part.ts";
export { type DocumentSigner, signDocument } from "./lib/publish/sign-document.ts";
