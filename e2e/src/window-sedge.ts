import type { Classifier } from "@sedge/client-sdk";

declare global {
  interface Window {
    /** What the script tag leaves on a page: the classifier, which can also be called by a method's name. */
    sedge: Classifier & ((...call: readonly unknown[]) => Promise<unknown>);
  }
}
