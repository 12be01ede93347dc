export const CLUSTERS_USAGE = `sedge clusters --endpoint URL --site SITE --channel CHANNEL --key FILE (--token TOKEN | --output FILE)

Asks the edge for the clusters of people whom this channel itself has registered, by records, links or codewords. Nobody
else's can be read. The connector's key needs the scope "read" at the edge.

  --token TOKEN    one person, by the token that the channel has for them: one line of JSON on stdout
  --output FILE    all of them, a line each: {"token","clusterId","generation","level","confidence"}; written as a whole or not at all
  --endpoint URL   the edge
  --site SITE      the site's id
  --channel CHANNEL  the channel that the key is registered for
  --key FILE       the connector's secret, as sedge connector-key has made it

Which customer a token is of only the channel's own system knows. People without a cluster yet have no line.`;
