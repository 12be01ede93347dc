export const CONTRIBUTE_USAGE = `sedge contribute --channel CHANNEL --site SITE --endpoint URL --key FILE [OPTION …]

Takes part in the site's open round for everybody in the state of "sedge push" whose newest consent on file has learn: once a round
each, with what their records on this channel add up to. Each person's vote is made on this machine, in two shares of which neither
says anything alone, paid from the person's own privacy budget (2 ε in 28 days), and sent by itself.

  --channel CHANNEL    email, social, chat, call-centre, shop-till or iot
  --site SITE, --endpoint URL, --key FILE
                       the site, its edge, and the file of the connector's secret; the key needs the scope contribute
  --aggregator-key KEY the aggregator that must answer
  --state FILE         the state of "sedge push"; default: sedge-SITE-CHANNEL.state
  --previous-key FILE  the secret that the state was kept under, where the key was rotated
  --ledger FILE        append every message that leaves, byte for byte, a line of JSON each
  --wait               stay until all is sent or the round is over; without it what is due is sent, and the rest by a later call
  --dry-run            send nothing and change nothing; print what would leave, byte for byte
  --json               one line of JSON alone: round, received, ended (by how), waiting, waitingUntil, unsaid
  --help               this text

A first call draws ballots; each vote is due a random while later, as long as the round says, so that drawing does not tell of
spending. A call that is cut off is called again: the same ballots are asked for, the same bytes sent, nothing is paid twice.
Whose profile has had its ballot on another device or channel ("ballot-drawn") is counted, and is no error.`;
