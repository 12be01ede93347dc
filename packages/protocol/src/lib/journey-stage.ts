import * as v from "valibot";

/**
 * A person's stage: `first-visit` nothing is known yet; `consider` looks at the offer; `intend` is about to choose;
 * `buy` is buying; `use` has bought and uses it; `trouble` has a problem; `lapse` has been absent for long.
 */
export const JOURNEY_STAGES = ["first-visit", "consider", "intend", "buy", "use", "trouble", "lapse"] as const;
export const JourneyStage = v.picklist(JOURNEY_STAGES);
export type JourneyStage = v.InferOutput<typeof JourneyStage>;
