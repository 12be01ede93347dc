import type { Classifier } from "../public/classifier.ts";
import { SedgeError } from "../sedge-error.ts";

/** A call as the page wrote it: `sedge(method, ...values, callback?)`. */
export type Call = readonly unknown[];

function methodOf(classifier: Classifier, name: unknown): (...values: never[]) => unknown {
  const { consent, ...methods } = classifier;
  const explain = { "personalize.explain": methods.personalize.explain };
  const all = { ...methods, ...explain, "consent.set": consent.set, "consent.get": consent.get };
  const method = Object.entries(all).find(([known]) => known === name)?.[1];
  if (!method) throw new SedgeError("unknown-method", `There is no method ${JSON.stringify(name)}.`);
  return method;
}

/**
 * Makes one call, once the classifier is there. Its result is the promise's, and that of a function given last:
 * `callback(error, result)`, with null for no error. `on` and `setProof` take their function for themselves.
 */
export function call(ready: Promise<Classifier>, [name, ...values]: Call): Promise<unknown> {
  const last = values.at(-1);
  const callback = typeof last === "function" && name !== "on" && name !== "setProof" ? last : undefined;
  const result = ready.then((classifier): unknown =>
    Reflect.apply(methodOf(classifier, name), undefined, callback ? values.slice(0, -1) : values),
  );
  if (callback) result.then((value) => callback(null, value), callback as (error: unknown) => void);
  return result;
}
