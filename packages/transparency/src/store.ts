export type { LogRows } from "./lib/store/log-rows.ts";
export { LogStore } from "./lib/store/log-store.ts";
