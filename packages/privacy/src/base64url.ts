export { fromBase64url, toBase64url } from "./lib/base64url.ts";
