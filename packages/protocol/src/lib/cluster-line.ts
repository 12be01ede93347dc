import * as v from "valibot";
import { Assignment } from "./assignment.ts";
import { LinkToken } from "./link-token.ts";

const { clusterId, generation, level, confidence } = Assignment.entries;

/** One line of an export: the cluster of a person whom the channel registered under this token. */
const TokenCluster = v.object({ token: LinkToken, clusterId, generation, level, confidence });

/**
 * A line of an export of clusters (NDJSON). The last one, and no other, has `next`: the token after which the next
 * request continues, or null at the end. A response without it was cut off. People without a cluster have no line.
 */
export const ClusterLine = v.union([TokenCluster, v.object({ next: v.nullable(LinkToken) })]);
export type ClusterLine = v.InferOutput<typeof ClusterLine>;
