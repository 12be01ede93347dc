import * as v from "valibot";

/** Millionths of an ε: whole numbers add up without rounding, on the device as in the wire ledger. */
export const MICRO_EPSILON = 1_000_000;

const microEpsilon = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000 * MICRO_EPSILON));
const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a device has spent on one round. */
export const DeviceSpending = v.strictObject({
  round: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  microEpsilon,
  /** When, in seconds since 1970. */
  spentAt: seconds,
});
export type DeviceSpending = v.InferOutput<typeof DeviceSpending>;

/** A device's own budget, as it is stored on it: parsed when it is read, as a broken one must not be taken for an empty one. */
export const DeviceBudget = v.strictObject({
  /** At most this in any one period. */
  limitMicroEpsilon: microEpsilon,
  periodSeconds: v.pipe(seconds, v.minValue(1)),
  spendings: v.pipe(v.array(DeviceSpending), v.maxLength(10_000)),
});
export type DeviceBudget = v.InferOutput<typeof DeviceBudget>;

/** The device's own budget for every period of 28 days, whatever the site requests. */
export const DEFAULT_DEVICE_BUDGET: DeviceBudget = {
  limitMicroEpsilon: 2 * MICRO_EPSILON,
  periodSeconds: 28 * 86_400,
  spendings: [],
};

/** Result of a request to spend; `spent` and `left` in micro-ε, of the current period. */
export type BudgetDecision =
  | { readonly result: "granted"; readonly budget: DeviceBudget }
  | { readonly result: "known"; readonly budget: DeviceBudget }
  | { readonly result: "exhausted"; readonly leftMicroEpsilon: number };

/** A stated ε as the device counts it: rounded up, never below it. */
export function microEpsilonOf(epsilon: number): number {
  if (!(epsilon > 0 && epsilon <= 1_000)) throw new RangeError("epsilon lies between 0 and 1,000");
  // What is whole but for a double's rounding stays whole.
  return Math.ceil(Number((epsilon * MICRO_EPSILON).toPrecision(14)));
}

/** The spendings that still count: those of the period that ends at `now`. One from the future counts until it is past. */
function standing({ spendings, periodSeconds }: DeviceBudget, now: number): DeviceSpending[] {
  return spendings.filter(({ spentAt }) => spentAt > now - periodSeconds);
}

/** What was spent in the period that ends at `now`, in micro-ε. */
export function spentMicroEpsilon(budget: DeviceBudget, now: number): number {
  return standing(budget, now).reduce((sum, one) => sum + one.microEpsilon, 0);
}

/** What may still be spent at `now`, in micro-ε. */
export function leftMicroEpsilon(budget: DeviceBudget, now: number): number {
  return Math.max(0, budget.limitMicroEpsilon - spentMicroEpsilon(budget, now));
}

/**
 * Asks the device's own budget for a round's ε, counted by plain addition, the most cautious way. A round is paid once: the
 * same round again is `known`, as it is the same vote that is sent again. The caller stores what is granted before
 * anything is sent.
 *
 * @param spending - The round, what it costs in micro-ε, and the time.
 * @throws RangeError for a cost that is not a positive whole number.
 */
export function askBudget(budget: DeviceBudget, spending: DeviceSpending): BudgetDecision {
  const { round, microEpsilon, spentAt } = spending;
  if (!(Number.isSafeInteger(microEpsilon) && microEpsilon > 0)) throw new RangeError("a round costs a whole micro-ε");
  const kept = standing(budget, spentAt);
  if (budget.spendings.some((one) => one.round === round)) return { result: "known", budget };
  const left = leftMicroEpsilon(budget, spentAt);
  if (microEpsilon > left) return { result: "exhausted", leftMicroEpsilon: left };
  return { result: "granted", budget: { ...budget, spendings: [...kept, spending] } };
}
