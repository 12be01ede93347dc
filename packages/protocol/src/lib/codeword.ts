import * as v from "valibot";
import { MAX_CELL_CHILDREN, MAX_CODEWORD_DEPTH } from "./limits.ts";

/** A codebook's number. 0 is the prior that a site begins with; each published round adds one. */
export const Generation = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000), v.brand("Generation"));
export type Generation = v.InferOutput<typeof Generation>;

/** A cell's path from the root, child numbers joined by dots: `""` is the root, `"2.0.3"` is three levels down. */
export const CellPath = v.pipe(
  v.string(),
  v.maxLength(MAX_CODEWORD_DEPTH * 3),
  v.regex(/^(?:\d{1,2}(?:\.\d{1,2})*)?$/),
  v.check(
    (path) =>
      path === "" ||
      (path.split(".").length <= MAX_CODEWORD_DEPTH &&
        path.split(".").every((step) => Number(step) < MAX_CELL_CHILDREN && String(Number(step)) === step)),
    "path is too deep, or a step is out of range or not in its shortest form",
  ),
  v.brand("CellPath"),
);
export type CellPath = v.InferOutput<typeof CellPath>;

/** Promise row 3: a cell of a public codebook that at least k people share. */
export const Codeword = v.strictObject({ generation: Generation, path: CellPath });
export type Codeword = v.InferOutput<typeof Codeword>;
