export { extendHistory, NO_HISTORY, publicationDigest } from "./lib/statement/history.ts";
export { NEW_SITE, publishedUnder, type SiteHistory } from "./lib/publish/site-history.ts";
export { checkpointPart, joinHashes, statementPart } from "./lib/publish/statement-part.ts";
export { type DocumentSigner, signDocument } from "./lib/publish/sign-document.ts";
