import type { Classifier } from "@sedge/client-sdk";

declare global {
  interface Window {
    /** The queue stub at first; the classifier with its methods once Sedge has loaded. */
    sedge?: ((...call: unknown[]) => unknown) & Partial<Classifier>;
  }
}

function isClassifier(sedge: Window["sedge"]): sedge is NonNullable<Window["sedge"]> & Classifier {
  return sedge?.consent !== undefined && sedge.on !== undefined;
}

/** Calls `use` with the classifier once Sedge has loaded. */
export function whenSedgeIsReady(use: (sedge: Classifier) => void): void {
  window.sedge?.("status", () => {
    if (isClassifier(window.sedge)) use(window.sedge);
  });
}
