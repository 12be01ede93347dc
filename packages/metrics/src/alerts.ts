export {
  alertAfter,
  type AlertEvent,
  type AlertNotice,
  type AlertState,
  type AlertStep,
  type PastLook,
  QUIET,
  usualLooks,
} from "./lib/alert/alert.ts";
export { type AlertTerms, deviation, type Look } from "./lib/alert/deviation.ts";
