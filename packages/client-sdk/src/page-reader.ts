// What the loader imports beside sdk.js: dist/script/page-reader.js, the part that interprets a page.
import { captureClicks, captureDeadClicks, captureRageClicks } from "./lib/capture/clicks.ts";
import { captureErrors } from "./lib/capture/errors.ts";
import { captureShopSteps } from "./lib/capture/shop-steps.ts";

export { readPage } from "./lib/capture/page-markup.ts";

/** The signals that take a look at what an element is. */
export const captures = {
  clicks: captureClicks,
  "rage-clicks": captureRageClicks,
  "dead-clicks": captureDeadClicks,
  errors: captureErrors,
  "shop-steps": captureShopSteps,
} as const;
