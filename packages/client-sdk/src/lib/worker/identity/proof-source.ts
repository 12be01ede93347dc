import { ProofOfControl } from "@sedge/protocol";
import * as v from "valibot";
import type { ProofPurpose } from "../../public/proof-of-control.ts";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";

/** How long the page's function may take, in milliseconds: the queue waits for it. */
const TIMEOUT_MS = 10_000;

/** Gets a new proof of control for one request; undefined where the page has none. */
export type Prove = (purpose: ProofPurpose) => Promise<string | undefined>;

/**
 * Proofs as the page's function gives them. None is kept: a request that is sent again gets a new one, because the edge takes each once.
 *
 * @param ask - Asks the page, which answers null or undefined where nobody is signed in.
 */
export function proofSource(
  ask: (purpose: ProofPurpose) => unknown,
  report: (code: SedgeErrorCode, message: string) => void,
  timeoutMs = TIMEOUT_MS,
): Prove {
  return async (purpose) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
    const answer = await Promise.race([late, (async () => ask(purpose))()]).catch(() => false);
    clearTimeout(timer);
    if (answer === undefined || answer === null) return undefined;
    if (v.is(ProofOfControl, answer)) return answer;
    report("proof-unavailable", `The page's function gave no proof of control for \`${purpose}\`.`);
    return undefined;
  };
}
