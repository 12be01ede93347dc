import type { Aim } from "./aim.ts";
import type { Json } from "./json-line.ts";

/** The results of a part of a bench: its text, targets and figures. */
export interface BenchPart {
  readonly title: string;
  readonly lines: readonly string[];
  readonly aims: readonly Aim[];
  readonly json: { readonly [key: string]: Json };
}
