import { MAX_DELIVERY_ITEMS, type ProblemCode } from "@sedge/protocol";
import type { PushSession } from "../push-session.ts";
import {
  type LandingLink,
  type NoOffer,
  type OfferedLandingLink,
  offerLandingLink,
  type Recipient,
} from "./landing-link-offer.ts";

/** A recipient's landing link, or why there is none: by the edge's code where that has refused it. */
export type LandingLinkOutcome = LandingLink | NoOffer | ProblemCode;

/** What the edge knows of somebody's consent, and the connector did not. */
const TOLD_BY_EDGE: Readonly<Partial<Record<ProblemCode, NoOffer>>> = {
  "consent-withdrawn": "withdrawn",
  "consent-required": "without-consent",
  "policy-outdated": "without-consent",
};

/**
 * Offers a landing link for each recipient at the edge, in their order.
 *
 * @param days - How long, 1 to 30.
 * @throws CommandError `clock-off` or `key-refused`; OperatorsError. What was offered until then nobody has a link to.
 */
export async function offerLandingLinks(
  session: PushSession,
  recipients: readonly { readonly identifiers: Recipient; readonly country?: string | undefined }[],
  days: number,
): Promise<LandingLinkOutcome[]> {
  const outcomes: (OfferedLandingLink | LandingLinkOutcome)[] = [];
  for (const { identifiers, country } of recipients) {
    outcomes.push(await offerLandingLink(session.around, identifiers, days, country));
  }
  const made = outcomes.flatMap((offer, index) =>
    typeof offer === "object" && "envelope" in offer ? [{ offer, index }] : [],
  );
  for (let start = 0; start < made.length; start += MAX_DELIVERY_ITEMS) {
    const some = made.slice(start, start + MAX_DELIVERY_ITEMS);
    const answers = await session.deliver(() => Promise.all(some.map(({ offer }) => offer.envelope())));
    for (const [place, { offer, index }] of some.entries()) {
      const answer = answers[place] ?? { code: "internal-error" };
      const { fragment, until } = offer;
      outcomes[index] = "code" in answer ? (TOLD_BY_EDGE[answer.code] ?? answer.code) : { fragment, until };
    }
  }
  return outcomes;
}
