import * as v from "valibot";

/**
 * Where a person stands with the site: `first-visit` nothing is known yet; `consider` looks at what there is; `intend` is about to
 * take something; `buy` is buying; `use` has bought and is using it; `trouble` something is in the way; `lapse` was long not there.
 */
export const JOURNEY_STAGES = ["first-visit", "consider", "intend", "buy", "use", "trouble", "lapse"] as const;
export const JourneyStage = v.picklist(JOURNEY_STAGES);
export type JourneyStage = v.InferOutput<typeof JourneyStage>;
