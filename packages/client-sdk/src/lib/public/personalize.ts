/** One rule of `personalize`, as data. At least one of `show`, `hide` and `swap`. */
export interface PersonalizeRule {
  /** What the rule is called where it is explained, 1 to 64 characters, each rule another. */
  readonly name: string;
  /** The condition, such as `cluster:c3 | intent:compare & propensity>.6`. docs/conditions.md has the grammar. */
  readonly when: string;
  /** CSS selector of what is shown while the condition is true, and hidden while it does not. */
  readonly show?: string;
  /** CSS selector of what is hidden while the condition is true, and shown while it does not. */
  readonly hide?: string;
  /** Selectors of two alternatives: `to` takes the place of `from` while the condition is true. */
  readonly swap?: { readonly from: string; readonly to: string };
}

/** What `personalize` takes. */
export interface PersonalizeOptions {
  /** At most 100, which replace those of an earlier call; where two speak of one element, the earlier decides. Default: as before. */
  readonly rules?: readonly PersonalizeRule[];
  /**
   * What becomes of a change that comes when people already look, and would move what they see: `calm`, it waits for their next
   * click or key, or until the page is out of sight; `now`, it does not wait. Default `calm`.
   */
  readonly late?: "calm" | "now";
}

/** Where one element stands. */
export interface PersonalizedElement {
  /** Its name, id and classes, such as `section#offer.wide`. */
  readonly element: string;
  /** `as-written`: nothing is decided, so that it stands as the page's author wrote it. */
  readonly state: "shown" | "hidden" | "as-written";
  /** A change that is decided and waits: until the focus has left the element, or for the visitor's next input. */
  readonly waitsFor?: "focus" | "input";
}

/** What one rule, or one marked element, has decided and why. */
export interface PersonalizeExplanation {
  /** The rule's name, or the marked element. */
  readonly rule: string;
  /** The condition as it was written. */
  readonly when: string;
  /** `not-known`: a fact that decides it is not known yet. `bad-rule`: the condition can't be read; `why` says where. */
  readonly result: "matched" | "not-matched" | "not-known" | "bad-rule";
  /** One line for each question that the condition asks: its answer, and the fact that it rests on. */
  readonly why: readonly string[];
  readonly elements: readonly PersonalizedElement[];
}

/** Shows, hides and swaps content by what the device knows. Nothing is sent or asked for it. */
export interface Personalize {
  /**
   * Applies rules, and the `data-sedge-show`, `data-sedge-hide` and `data-sedge-swap` attributes of the page, from now on: also to
   * content that is added later. Resolves to what each has decided now.
   * @throws SedgeError `bad-rule`, naming the rule and the place; then nothing is changed.
   */
  (options?: PersonalizeOptions): Promise<readonly PersonalizeExplanation[]>;
  /** What each rule and each marked element has decided, and why; empty where nothing is personalised. */
  explain(): Promise<readonly PersonalizeExplanation[]>;
}
