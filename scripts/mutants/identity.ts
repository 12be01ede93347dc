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
  {
    id: "gender-links",
    promise: "A file in which only a gender is known is refused.",
    file: "packages/cli/src/lib/resolve/column-plan.ts",
    find: "if (read.some(({ field }) => TELLING.has(field))) return;",
    replace: "if (read.length > 0) return;",
    killedBy: ["packages/cli/src/lib/resolve/column-plan.test.ts"],
  },
  {
    id: "phone-of-zeros",
    promise: "A phone number of one digit over and over links nobody.",
    file: "packages/linkage/src/lib/terms/phone-digits.ts",
    find: "|| /^(\\d)\\1*$/.test(digits) ",
    replace: "",
    killedBy: ["packages/linkage/src/lib/terms/foreign-cells.test.ts"],
  },
]);
