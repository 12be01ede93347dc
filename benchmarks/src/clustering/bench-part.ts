import type { Aim } from "../report/aim.ts";
import type { Json } from "../report/json-line.ts";

/** A part of `npm run bench -- clustering`: what it says, what was aimed at, and its figures. */
export interface BenchPart {
  readonly title: string;
  readonly lines: readonly string[];
  readonly aims: readonly Aim[];
  readonly json: { readonly [key: string]: Json };
}
