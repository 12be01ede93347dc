export { isSignedBy, signTerms, type TermsSignature } from "./lib/signed-terms/signed-terms.ts";
