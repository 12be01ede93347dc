export {
  type Canary,
  canaries,
  CANARIES,
  canaryFinder,
  type CanaryKind,
  type CanarySighting,
  findCanaries,
} from "./lib/canaries.ts";
export { existingChromium, findChromium, installChromium, installHeadlessShell } from "./lib/find-chromium.ts";
export { installFirefox, launchFirefox } from "./lib/firefox.ts";
export { type ChromiumOptions, launchChromium } from "./lib/launch-chromium.ts";
export type { Operator } from "./lib/operator.ts";
export type { BuiltOperators } from "./lib/built-worker.ts";
export { edgeSeed, type Operators, type OperatorsOptions, startOperators } from "./lib/operators.ts";
export { ensureRound, orderRound, roundsOf } from "./lib/rounds.ts";
export { seededRandom } from "./lib/seeded-random.ts";
export { proofOfControl } from "@sedge/shop/proof-of-control";
export { startShop } from "@sedge/shop/server";
export { claimPort, nextFreePort, PortTakenError } from "./lib/port.ts";
export { reachedDestination, type TapOutcome, type TappedRequest } from "./lib/tapped-request.ts";
export { startWireTap, type TapDecision, type TapRule, type WireTap } from "./lib/wire-tap.ts";
export { installWebkit } from "./lib/webkit.ts";
export { startWebkitDisplay, type WebkitDisplay } from "./lib/webkit-display.ts";
export { type HostMessage, WebkitHost } from "./lib/webkit-host.ts";
