import { Codebook } from "@sedge/protocol";
import * as v from "valibot";

/** k for a codeword that stays on the device: the same as a site's default, so that `link` does not change clusters. */
export const PRIOR_MIN_PEOPLE = 50;

let loading: Promise<Codebook | undefined> | undefined;

/**
 * The codebook that ships, for visitors whose device does not ask the edge. It is a chunk of the worker's own code, so
 * it is as trustworthy as that, and loaded when first needed. Undefined where it can't be had; then it is tried again.
 */
export async function priorCodebook(): Promise<Codebook | undefined> {
  loading ??= load();
  const codebook = await loading;
  if (!codebook) loading = undefined;
  return codebook;
}

async function load(): Promise<Codebook | undefined> {
  try {
    const module = await import("../../../../../../models/codebook-prior/codebook.json", { with: { type: "json" } });
    const parsed = v.safeParse(Codebook, module.default);
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
