import type { Channel, Codeword, LinkToken, OperationId } from "@sedge/protocol";

/** Two tokens were said to be one person's by an operation that both signed. `a` sorts before `b`. */
export interface Edge {
  readonly a: LinkToken;
  readonly b: LinkToken;
  readonly operationId: OperationId;
}

/** The last codeword that a token sent for a channel. */
export interface Observation {
  readonly token: LinkToken;
  readonly channel: Channel;
  readonly codeword: Codeword;
  /** Rises with every observation of a shard: says which is the later, never when it was. */
  readonly sequence: number;
}

/** One person, as far as the edges say. Every member but one is reached from the others by edges. */
export interface Profile {
  readonly members: readonly LinkToken[];
  readonly edges: readonly Edge[];
  readonly observations: readonly Observation[];
}

/** Edges between all of `tokens`, so that taking one out does not part the others. */
export function edgesAmong(tokens: readonly LinkToken[], operationId: OperationId): Edge[] {
  const sorted = [...new Set(tokens)].sort();
  return sorted.flatMap((a, index) => sorted.slice(index + 1).map((b) => ({ a, b, operationId })));
}

/** The groups that `members` fall into when only `edges` hold them together, largest first. */
export function componentsOf(members: readonly LinkToken[], edges: readonly Pick<Edge, "a" | "b">[]): LinkToken[][] {
  const left = new Set(members);
  const components: LinkToken[][] = [];
  for (const start of members) {
    if (!left.delete(start)) continue;
    const component = [start];
    // `component` grows while it is walked.
    for (const token of component) {
      for (const { a, b } of edges) {
        const neighbour = a === token ? b : b === token ? a : undefined;
        if (neighbour !== undefined && left.delete(neighbour)) component.push(neighbour);
      }
    }
    components.push(component);
  }
  return components.sort((one, other) => other.length - one.length);
}

/**
 * What remains when `token` leaves: `kept` stays the profile, each of `parted` becomes a profile of its own, the
 * leaver's first. Edges are strong and explicit here, so that what they connect is one person.
 */
export function withoutToken(profile: Profile, token: LinkToken): { kept: LinkToken[]; parted: LinkToken[][] } {
  const edges = profile.edges.filter(({ a, b }) => a !== token && b !== token);
  const rest = profile.members.filter((member) => member !== token);
  const [kept = [], ...parted] = componentsOf(rest, edges);
  return kept.length === 0 ? { kept: [token], parted: [] } : { kept, parted: [[token], ...parted] };
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

/** The token that ranks a profile: of two profiles, the one with the smaller token takes the other in. */
export function smallestOf(tokens: readonly LinkToken[]): LinkToken | undefined {
  return tokens.reduce<LinkToken | undefined>(
    (smallest, token) => (smallest === undefined || token < smallest ? token : smallest),
    undefined,
  );
}
