import type { TextData, TextPlan, TextRow } from "./text-plan.ts";

/** A text model that ships: its data, and what is learnt of it. */
export interface ShippedText {
  readonly plan: TextPlan;
  /** What it is taught from, and its test part; undefined without the data. */
  readonly parts: () => (TextData & { readonly test: readonly TextRow[] }) | undefined;
  /** Sentences of ours, in no data set, that the vectors are made of beside those of every model. */
  readonly sentences: readonly string[];
}
