import { profilePrior } from "@sedge/clustering/codebook";
import { type Channel, Codebook } from "@sedge/protocol";
import * as v from "valibot";
import tills from "../../../../models/till-prior/codebook.json";
import visits from "../../../../models/codebook-prior/codebook.json";

/** A codebook of these is of visits alone, whose bytes Sedge ships. */
const VISITED: readonly Channel[] = ["web", "app"];

/** Bytes of the codebook that a site begins with, the same each time. @param channels - What the site is met through. */
export function firstCodebook(channels: readonly Channel[] = VISITED): Uint8Array {
  if (channels.every((channel) => VISITED.includes(channel))) return new Uint8Array(visits);
  const prior = profilePrior(readBook(visits), [readBook(tills)], channels);
  return new TextEncoder().encode(JSON.stringify(prior));
}

function readBook(bytes: ArrayBuffer): Codebook {
  return v.parse(v.pipe(v.string(), v.parseJson(), Codebook), new TextDecoder().decode(bytes));
}
