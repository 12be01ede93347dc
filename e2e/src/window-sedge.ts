import type { Classifier } from "@sedge/client-sdk";

declare global {
  interface Window {
    /** The classifier that the script tag adds to a page. It can also be called with a method's name. */
    sedge: Classifier & ((...call: readonly unknown[]) => Promise<unknown>);
  }
}
