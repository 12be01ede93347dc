/** What learning together costs this visitor: the device's own account, and the site's. */
export interface PrivacyBudget {
  /**
   * The device's own account, independent of the site: what it allows itself in any period, and has spent in the one that ends
   * now, in millionths of epsilon. Contributions add up; at the limit none is made until the period has moved on.
   */
  readonly device: {
    readonly limitMicroEpsilon: number;
    readonly spentMicroEpsilon: number;
    readonly leftMicroEpsilon: number;
    readonly periodSeconds: number;
  };
  /** What the site states of all its rounds, for somebody who took part in each; null until its manifest was read. */
  readonly site: {
    /** How it is counted, in words. */
    readonly accountant: string;
    readonly rounds: number;
    readonly epsilon: number;
    readonly delta: number;
  } | null;
  /** The last round that this device met; null before the first. */
  readonly contribution: {
    readonly round: string;
    /** `not-sent`: there will be none in this round; `reason` is the code why. */
    readonly state: "preparing" | "sending" | "received" | "not-sent";
    readonly reason: string | null;
    /** What it costs, in millionths of epsilon: spent once the state is `sending`. */
    readonly microEpsilon: number;
  } | null;
}
