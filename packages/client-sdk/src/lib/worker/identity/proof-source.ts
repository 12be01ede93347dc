import { ProofOfControl } from "@sedge/protocol";
import * as v from "valibot";
import type { ProofPurpose } from "../../public/proof-of-control.ts";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";

/** How long the page's function may take, in milliseconds: the queue waits for it. */
const TIMEOUT_MS = 10_000;

/** How long after the worker's start a page may still state its function, in milliseconds: an erasure of an earlier page does not overtake it. */
const SETTLING_MS = 3_000;
/** Between two questions while the page starts, in milliseconds. */
const AGAIN_MS = 250;

/** Gets a new proof of control for one request; undefined where the page has none. */
export type Prove = (purpose: ProofPurpose) => Promise<string | undefined>;

/**
 * Proofs as the page's function gives them. None is kept: a request that is sent again gets a new one, because the edge takes each once.
 *
 * @param ask - Asks the page, which answers null where nobody is signed in, and undefined while it has stated no function.
 */
export function proofSource(
  ask: (purpose: ProofPurpose) => unknown,
  report: (code: SedgeErrorCode, message: string) => void,
  timeoutMs = TIMEOUT_MS,
  settlingMs = SETTLING_MS,
): Prove {
  const startedAt = performance.now();
  const isStarting = () => performance.now() < startedAt + settlingMs;
  const asked = async (purpose: ProofPurpose): Promise<unknown> => {
    const answer = await ask(purpose);
    if (answer !== undefined || purpose !== "erase" || !isStarting()) return answer;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return asked(purpose);
  };
  return async (purpose) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
    const answer = await Promise.race([late, asked(purpose)]).catch(() => false);
    clearTimeout(timer);
    if (answer === undefined || answer === null) return undefined;
    if (v.is(ProofOfControl, answer)) return answer;
    report("proof-unavailable", `The page's function gave no proof of control for \`${purpose}\`.`);
    return undefined;
  };
}
