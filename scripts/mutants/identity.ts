import { area } from "./mutant.ts";

export const identity = area("identity", [
  {
    id: "phone-like-account",
    promise: "A shared phone number is weaker evidence than an account.",
    file: "packages/edge-worker/src/lib/identity/graph/evidence.ts",
    find: "isShareable(one) || isShareable(other) ? SHAREABLE_WEIGHT : SIGNED_WEIGHT",
    replace: "isShareable(one) && isShareable(other) ? SHAREABLE_WEIGHT : SIGNED_WEIGHT",
    killedBy: ["packages/edge-worker/src/lib/identity/graph/component.test.ts"],
  },
  {
    id: "loyalty-not-shareable",
    promise: "A loyalty number may be shared by a household.",
    file: "packages/edge-worker/src/lib/identity/graph/evidence.ts",
    find: '["phone", "loyalty"]',
    replace: '["phone"]',
    killedBy: ["packages/edge-worker/src/lib/identity/graph/component.test.ts"],
  },
]);
