import { INTENT_BANKING } from "./intent-banking.ts";
import { INTENT_GENERAL } from "./intent-general.ts";
import type { ShippedText } from "./shipped-text.ts";

/** The models of support intent in `models/`. */
export const SHIPPED_TEXTS: readonly ShippedText[] = [INTENT_BANKING, INTENT_GENERAL];
