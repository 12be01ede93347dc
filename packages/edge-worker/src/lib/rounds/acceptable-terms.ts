import { costOf } from "@sedge/operator/rounds";
import { rhoOf } from "@sedge/privacy/accountant";
import type { RoundRequest, RoundTerms } from "@sedge/protocol";

/** Rounding of a deviation on its way through the decimal numbers of JSON. */
const SLACK = 1e-9;

/**
 * Whether the second operator's terms match the request and cost nobody more. Each operator adds its own noise by them, so that
 * neither has to trust the other.
 */
export function isAcceptable(request: RoundRequest, terms: RoundTerms): boolean {
  const { round, generation, delta, minPeople, maxPeople, deadline, spreadSeconds, shards } = request;
  const asked = { round, generation, delta, minPeople, maxPeople, deadline, spreadSeconds, shards };
  const isAsked = Object.entries(asked).every(([name, value]) => terms[name as keyof typeof asked] === value);
  const cost = costOf(terms);
  const isStated = Math.abs(cost - terms.rho) <= SLACK * terms.rho;
  const isOwnKey = terms.ballotKeys.edge === request.ballotKey;
  return isAsked && isStated && isOwnKey && terms.rho <= rhoOf(request.epsilon, delta) * (1 + SLACK);
}
