import { CALL_OUTCOME } from "./call-outcome.ts";
import { CHURN } from "./churn.ts";
import type { ShippedTabular } from "./shipped-tabular.ts";

/** The tabular models in `models/`. */
export const SHIPPED_TABULAR: readonly ShippedTabular[] = [CALL_OUTCOME, CHURN];
