import type { Classifier } from "../public/classifier.ts";
import { SedgeError } from "../sedge-error.ts";

/** A call as the page wrote it: `sedge(method, ...values, callback?)`. */
export type Call = readonly unknown[];

type Methods = Readonly<Record<string, (...values: never[]) => unknown>>;

function methodsOf(classifier: Classifier): Methods {
  const { consent, ...methods } = classifier;
  return { ...methods, "consent.set": consent.set, "consent.get": consent.get };
}

/**
 * Makes one call. Its outcome is the promise's, and that of a function given last: `callback(error, result)`, with null for no
 * error. `on` takes its function for itself. A rejection with a callback to hear it counts as handled.
 */
export function call(classifier: Classifier, [name, ...values]: Call): Promise<unknown> {
  const last = values.at(-1);
  const callback = typeof last === "function" && name !== "on" ? last : undefined;
  const outcome = (async (): Promise<unknown> => {
    const method = Object.entries(methodsOf(classifier)).find(([known]) => known === name)?.[1];
    if (!method) throw new SedgeError("unknown-method", `sedge has no method ${JSON.stringify(name)}.`);
    return Reflect.apply(method, undefined, callback ? values.slice(0, -1) : values);
  })();
  if (callback) {
    outcome.then(
      (result) => callback(null, result),
      (error: unknown) => callback(error),
    );
  }
  return outcome;
}
