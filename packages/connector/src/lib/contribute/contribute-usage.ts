import { DRY_RUN_OPTION, STATE_OPTIONS } from "../connection-options.ts";
import type { Usage } from "../options.ts";

export const CONTRIBUTE_USAGE: Usage = {
  purpose: `Votes in the site's open round for everyone in the state file of "push" whose latest consent includes learn. Each person
    votes once a round, with the sum of their records on this channel. This machine splits the vote into two shares, neither of
    which reveals anything alone, charges it to the person's own privacy budget (2 ε in 28 days), and sends it by itself. The key
    needs the scope "contribute".`,
  options: [
    ...STATE_OPTIONS,
    {
      name: "wait",
      description:
        "wait until every vote is sent or the round is over; without it, only votes that are due are sent, and a later call sends the rest",
    },
    DRY_RUN_OPTION,
    {
      name: "json",
      description: "print one line of JSON: round, received, ended (by result), waiting, waitingUntil, unsent",
    },
  ],
  notes: `The first call draws ballots. Each vote is due at a later random time within the round, so that the draw does not reveal the
vote. Run the command again after an interruption: it uses the same ballots, sends the same bytes and charges nothing twice. A
profile whose ballot was drawn on another device or channel is counted as "ballot-drawn"; that is not an error.`,
  examples: ["--channel shop-till --site demo --endpoint https://edge.shop.example --key till.key --wait"],
};
