import { Codebook } from "@sedge/protocol";
import * as v from "valibot";
import type { Store } from "../storage/store.ts";
import type { Send } from "../wire/wire.ts";
import { findFile } from "../storage/found-file.ts";
import { jsonOf } from "../wire/edge-answer.ts";
import { PRIOR_CODEBOOK_SHA256 } from "./prior-codebook-hash.ts";

/** Longest prior codebook, in bytes. */
const MAX_BYTES = 1_048_576;

/** k for a codeword that stays on the device: the same as a site's default, so that `link` does not change clusters. */
export const PRIOR_MIN_PEOPLE = 50;

/** The codebook that ships, for visitors whose device does not ask the edge. Undefined where it can't be had. */
export async function priorCodebook(store: Store, send: Send): Promise<Codebook | undefined> {
  const { file } = await findFile(store.files, {
    name: "codebook:prior",
    sha256: PRIOR_CODEBOOK_SHA256,
    description: "",
    fetch: () => send({ asset: "models/codebook-prior/codebook.json", maxBytes: MAX_BYTES }),
  });
  const parsed = v.safeParse(Codebook, file && jsonOf(file.bytes));
  return parsed.success ? parsed.output : undefined;
}
