import type { ErrorAdvice } from "@sedge/protocol/problem-advice";
import type { EnvironmentErrorCode } from "./sedge-error-code.ts";

/** What an error of the SDK means, why it happens and what to do about it. */
export interface DeviceErrorAdvice extends ErrorAdvice {
  readonly meaning: string;
}

/** Codes of the page, the browser, or how the files are served; for docs/errors.md. No product code imports this table. */
export const ENVIRONMENT_ADVICE: Readonly<Record<EnvironmentErrorCode, DeviceErrorAdvice>> = {
  "assets-missing": {
    meaning: "Sedge's own files are not where they are looked for; the message names the address and what it answered.",
    cause:
      "A bundled app does not serve them yet, `assets` names the wrong folder, or a server answers every path with its start page.",
    fix: "Run `npx sedge-assets` before the build (docs/frameworks.md), or set `assets` (`data-assets`) to the folder that serves `worker.js`.",
  },
  "insecure-context": {
    meaning: "The page is no secure context, so that the browser gives it no cryptography; Sedge does nothing on it.",
    cause: "Plain `http:` under a name other than `localhost`, such as one of the local network.",
    fix: "Serve the page by HTTPS, or open it as `http://localhost`.",
  },
  "loaded-twice": {
    meaning: "The page runs Sedge already; a second instance was refused, as two count every event twice.",
    cause: "Two script tags, or a tag and `createClassifier`, or `createClassifier` in a component that is made again.",
    fix: "Keep one. In a framework, call `stop()` when the component goes (docs/frameworks.md).",
  },
  "no-browser": {
    meaning: "A method was called on a server, where there is no visitor to classify.",
    cause: "Code that belongs into an effect runs while the server renders the page.",
    fix: "Call it in the browser alone, such as in `useEffect` or `onMount`.",
  },
};
