import purchasePropensity from "../../../../../../models/purchase-propensity/manifest.json" with { type: "json" };
import sessionIntent from "../../../../../../models/session-intent/manifest.json" with { type: "json" };
import visitDepth from "../../../../../../models/visit-depth/manifest.json" with { type: "json" };

/** Manifests of the session models that ship. Bundled, so that the hashes they state are part of the code. */
export const SHIPPED_MODELS: readonly unknown[] = [purchasePropensity, visitDepth, sessionIntent];
