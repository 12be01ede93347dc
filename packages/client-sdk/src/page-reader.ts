// What the loader imports beside sdk.js: dist/script/page-reader.js, the part that interprets a page.
import { captureShopSteps } from "./lib/capture/shop-steps.ts";

export { BUILD_ID as build } from "./lib/build-id.ts";
export { readPage } from "./lib/capture/page-markup.ts";
export { loadPresets } from "./lib/capture/platform-preset.ts";

/** The signals that interpret the page around an element. */
export const captures = { "shop-steps": captureShopSteps } as const;
