export { handoverKeys } from "./lib/handover-key.ts";
