export { linkClear } from "./lib/clear/link-clear.ts";
