import type { Panel } from "@sedge/cli/learner";

/** What a person with many points of its own makes of them before it votes, by public figures alone. `x` is a point less `origin`. */
export type Summary = {
  /** One coordinate a feature. */
  readonly origin: Float64Array;
} & (
  | {
      /** The mean square of a coordinate of all own points: one coordinate. */
      readonly kind: "square";
    }
  | {
      /** The mean of `x (x · direction)` over the own points, less `level` times the direction: one coordinate a feature. */
      readonly kind: "product";
      readonly direction: Float64Array;
      readonly level: number;
    }
  | {
      /** `x` along each direction: of a point drawn again in each round, or of the own points that share its cell, their mean. */
      readonly kind: "place";
      readonly directions: readonly Float64Array[];
    }
);

/** People with many points each, and one vote a round for all of them. */
export interface Devices {
  readonly people: number;
  /** Points of a person, as far as public; a summary's scatter is derived from it. */
  readonly pointsEach: number;
  /** The people, each with the vote of its own summary. */
  readonly summarised: (summary: Summary) => Panel;
}
