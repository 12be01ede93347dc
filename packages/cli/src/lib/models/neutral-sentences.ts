/**
 * Texts that occur in no data set, in addition to those in every text model's vectors. Vectors are published with a
 * model, so they must not repeat a site's rows.
 */
export const NEUTRAL_SENTENCES: readonly string[] = [
  "where has my parcel got to",
  "I was billed two times for one order and nobody writes back!!!",
  "can u help me pls",
  "Could I speak with a person, please?",
  "the page stays white after I press pay",
  "change my delivery address to the office",
  "the left shoe is a 42 and the right one a 43",
  "forgot my password agian",
  "cancel it",
  "no, I said cancel it",
  "do you ship to an island without a post office",
  "what colour are the cranes in spring",
];
