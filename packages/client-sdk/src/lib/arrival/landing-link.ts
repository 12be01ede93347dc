import type { Classifier } from "../public/classifier.ts";

/** The classifier as far as a landing link needs it. */
export type Taker = Pick<Classifier, "on" | "consent" | "identify">;

/**
 * Hands a landing link's secret on once the visitor gives `link`, and forgets it where that is refused. Until then it is in this
 * page's memory and nowhere else: who moves to another page before deciding has left it behind.
 */
export function landingLink(classifier: Taker, secret: string): () => void {
  let waiting: string | undefined = secret;
  const decide = () => {
    const { decided, purposes } = classifier.consent.get();
    if (!decided || waiting === undefined) return;
    const landingLink = waiting;
    waiting = undefined;
    // A refusal by the edge is a `problem` event, where it happens.
    if (purposes.includes("link")) classifier.identify({ landingLink }).catch(() => undefined);
  };
  const stop = classifier.on("consent", decide);
  decide();
  return stop;
}
