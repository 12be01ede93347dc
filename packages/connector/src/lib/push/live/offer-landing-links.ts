import { MAX_DELIVERY_ITEMS, type ProblemCode } from "@sedge/protocol";
import type { PushSession } from "../push-session.ts";
import {
  type LandingLink,
  type NoOffer,
  type OfferedLandingLink,
  offerLandingLink,
  type Recipient,
} from "./landing-link-offer.ts";

/** A recipient's landing link, or why there is none; a problem code if the edge refused it. */
export type LandingLinkResult = LandingLink | NoOffer | ProblemCode;

/** Refusals that concern the recipient's consent. */
const REFUSALS: Readonly<Partial<Record<ProblemCode, NoOffer>>> = {
  "consent-withdrawn": "withdrawn",
  "consent-required": "without-consent",
  "policy-outdated": "without-consent",
};

/**
 * Offers a landing link for each recipient at the edge, in order.
 *
 * @param days - How long the offers are valid, 1 to 30.
 * @throws CommandError `clock-off` or `key-refused`; OperatorsError. Offers delivered before the error have no link and
 *   expire.
 */
export async function offerLandingLinks(
  session: PushSession,
  recipients: readonly { readonly identifiers: Recipient; readonly country?: string | undefined }[],
  days: number,
): Promise<LandingLinkResult[]> {
  const results: (OfferedLandingLink | LandingLinkResult)[] = [];
  for (const { identifiers, country } of recipients) {
    results.push(await offerLandingLink(session.deps, identifiers, days, country));
  }
  const made = results.flatMap((offer, index) =>
    typeof offer === "object" && "envelope" in offer ? [{ offer, index }] : [],
  );
  for (let start = 0; start < made.length; start += MAX_DELIVERY_ITEMS) {
    const some = made.slice(start, start + MAX_DELIVERY_ITEMS);
    const answers = await session.deliver(() => Promise.all(some.map(({ offer }) => offer.envelope())));
    for (const [place, { offer, index }] of some.entries()) {
      const answer = answers[place] ?? { code: "internal-error" };
      const { fragment, until } = offer;
      results[index] = "code" in answer ? (REFUSALS[answer.code] ?? answer.code) : { fragment, until };
    }
  }
  return results;
}
