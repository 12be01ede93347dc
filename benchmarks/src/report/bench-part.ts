import type { Aim } from "./aim.ts";
import type { Json } from "./json-line.ts";

/** What a part of a bench found: what it says, what was aimed at, and its figures. */
export interface BenchPart {
  readonly title: string;
  readonly lines: readonly string[];
  readonly aims: readonly Aim[];
  readonly json: { readonly [key: string]: Json };
}
