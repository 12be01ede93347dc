import { GenerationSignature, GenerationSums } from "./generation-sums.ts";
import { ALWAYS, SITE } from "./route-problems.ts";
import type { Route } from "./route.ts";

/** What edge-worker serves to anybody who checks what the operators publish. Devices do not call it. */
export const VERIFICATION_ROUTES = {
  sums: {
    method: "GET",
    path: `${SITE}/sums/:sha256`,
    summary: "The noisy sums that a codebook was made of, as the exact bytes that its `sums` names",
    response: GenerationSums,
    rows: [],
    problems: ["unknown-sums", ...ALWAYS],
  },
  generationSignature: {
    method: "GET",
    path: `${SITE}/generations/:generation/signature`,
    summary: "The aggregator's signature of a generation's codebook and sums, under its current key",
    response: GenerationSignature,
    rows: [],
    problems: ["unknown-generation", "aggregator-unavailable", ...ALWAYS],
  },
} as const satisfies Record<string, Route>;
