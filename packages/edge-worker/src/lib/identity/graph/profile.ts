import type { Channel, Codeword, LinkToken } from "@sedge/protocol";

/** The last codeword that a token sent for a channel. */
export interface Observation {
  readonly token: LinkToken;
  readonly channel: Channel;
  readonly codeword: Codeword;
  /** Rises with every observation of a shard. It orders observations and contains no time. */
  readonly sequence: number;
}

/**
 * The groups that `members` form when only `pairs` connect them, each sorted, by their first member. Use this for
 * what must stay in one place or for signatures alone, never to decide who is one person.
 */
export function groupsOf(
  members: readonly LinkToken[],
  pairs: readonly { readonly a: LinkToken; readonly b: LinkToken }[],
): LinkToken[][] {
  const neighbours = new Map(members.map((member): [LinkToken, LinkToken[]] => [member, []]));
  for (const { a, b } of pairs) {
    neighbours.get(a)?.push(b);
    neighbours.get(b)?.push(a);
  }
  const left = new Set(neighbours.keys());
  const groups: LinkToken[][] = [];
  for (const start of [...left].sort()) {
    if (!left.delete(start)) continue;
    const group = [start];
    // `group` grows while it is walked.
    for (const token of group) {
      for (const neighbour of neighbours.get(token) ?? []) if (left.delete(neighbour)) group.push(neighbour);
    }
    groups.push(group.sort());
  }
  return groups;
}

/** The profile's one codeword a channel: the latest that any of its tokens sent. */
export function currentCodewords(observations: readonly Observation[]): Pick<Observation, "channel" | "codeword">[] {
  const latest = new Map<Channel, Observation>();
  for (const observation of observations) {
    const other = latest.get(observation.channel);
    const isLater =
      !other ||
      observation.sequence > other.sequence ||
      (observation.sequence === other.sequence && observation.token < other.token);
    if (isLater) latest.set(observation.channel, observation);
  }
  return Array.from(latest.values(), ({ channel, codeword }) => ({ channel, codeword }));
}

/** The token that ranks a profile. When two meet, the one with the smaller token takes in the other. */
export function smallestOf(tokens: readonly LinkToken[]): LinkToken | undefined {
  return tokens.reduce<LinkToken | undefined>(
    (smallest, token) => (smallest === undefined || token < smallest ? token : smallest),
    undefined,
  );
}
