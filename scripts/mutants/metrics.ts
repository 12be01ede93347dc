import { area } from "./mutant.ts";

export const metrics = area("metrics", [
  {
    id: "block-of-two-ones",
    promise: "A block of a metric vote holds at most one 1.",
    file: "packages/privacy/src/lib/contribution/metric-circuit.ts",
    find: "gates.push((factor(elements + block) * sum) % modulus, sum - part);",
    replace: "gates.push(0n, sum - part);",
    killedBy: ["packages/privacy/src/lib/contribution/metric-circuit.test.ts"],
  },
  {
    id: "too-many-blocks",
    promise: "A metric vote fills no more blocks than its noise is charged for.",
    file: "packages/privacy/src/lib/contribution/metric-circuit.ts",
    find: "(filled + slack - BigInt(maxFilled) * part)",
    replace: "(slack - slack)",
    killedBy: ["packages/privacy/src/lib/contribution/metric-circuit.test.ts"],
  },
  {
    id: "charge-of-one-block",
    promise: "A window is charged for every block that a vote may fill.",
    file: "packages/privacy/src/lib/accountant/metric-privacy.ts",
    find: ".slice(0, count)",
    replace: ".slice(0, 1)",
    killedBy: ["packages/privacy/src/lib/accountant/metric-privacy.test.ts"],
  },
  {
    id: "half-the-metric-noise",
    promise: "The noise of a window is what its budget asks for.",
    file: "packages/privacy/src/lib/accountant/metric-privacy.ts",
    find: "Math.sqrt(whole / (2 * rho * part))",
    replace: "Math.sqrt(whole / (8 * rho * part))",
    killedBy: ["packages/privacy/src/lib/accountant/metric-privacy.test.ts"],
  },
]);
