export { type ClusterConstraints, type ClusterEdge, NO_CONSTRAINTS } from "./lib/clustering/cluster-edge.ts";
export { clusterNodes } from "./lib/clustering/cluster-nodes.ts";
