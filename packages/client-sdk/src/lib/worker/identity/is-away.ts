import { SedgeError } from "../../sedge-error.ts";
import { isCodeUnavailable } from "../late-code.ts";

/** Whether something failed as the network, or the edge, is away: it is tried again later. */
export function isAway(error: unknown): boolean {
  return isCodeUnavailable(error) || (error instanceof SedgeError && error.code === "edge-unavailable");
}
