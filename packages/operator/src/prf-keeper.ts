export { PrfKeeper } from "./lib/prf/prf-keeper.ts";
