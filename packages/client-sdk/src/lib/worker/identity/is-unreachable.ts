import { SedgeError } from "../../sedge-error.ts";
import { isCodeUnavailable } from "../lazy-chunks.ts";

/** Whether something failed as the network, or the edge, is away: it is tried again later. */
export function isUnreachable(error: unknown): boolean {
  return isCodeUnavailable(error) || (error instanceof SedgeError && error.code === "edge-unavailable");
}
