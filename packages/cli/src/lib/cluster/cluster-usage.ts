import type { Usage } from "@sedge/connector/command-line";
import { SKIP_BAD } from "../models/skip-bad.ts";

export const CLUSTER_USAGE: Usage = {
  purpose: `Learns clusters of points under user-level differential privacy. Each point is one simulated device with one vote a round:
two operators open noisy sums over public cells, and nothing else. The output is as private as --epsilon states; the printed figures
are measured on the points themselves and are not private.`,
  options: [
    {
      name: "input",
      value: "FILE",
      isNeeded: true,
      description: `points: CSV (.gz or plain), an Excel workbook, parquet, or columns separated by spaces; every column is a number; a first row with other text names the columns`,
    },
    {
      name: "output",
      value: "FILE",
      isNeeded: true,
      description: `CSV of the clusters' centres, each with its noisy number of people; replaced if it exists`,
    },
    {
      name: "labels",
      value: "WHERE",
      description: `the right answers: a column of the input, or a file with one a line; used only to measure the result`,
    },
    { name: "k", value: "K", isNeeded: true, description: `number of clusters, 1 to 256; not with dbscan` },
    {
      name: "epsilon",
      value: "E",
      isNeeded: true,
      description: `privacy loss ε of all rounds together, towards either operator, above 0 and up to 64`,
    },
    {
      name: "delta",
      value: "D",
      description: `failure probability δ of that bound, below one in the number of points and at most 0.01`,
      default: "the number of points to the power of -1.5",
    },
    { name: "rounds", value: "R", description: `most rounds, 1 to 64`, default: "what suits the number of points" },
    {
      name: "algorithm",
      value: "NAME",
      description: `kmeans, or dbscan: clusters of any shape where noisy counts are dense, as many as it finds; needs 10,000 points`,
      default: "kmeans",
    },
    {
      name: "mode",
      value: "NAME",
      description: `sums: add up the votes directly; full: run every ballot, share, seal, proof and both operators; with the same seed both give the same result, bit for bit`,
      default: "sums",
    },
    {
      name: "bounds",
      value: "L,H",
      description: `public bounds of the points: one pair for all features, or one pair each, separated by ";"; without it, the bounds are estimated privately, to powers of two, for a tenth of the budget`,
    },
    {
      name: "seed",
      value: "S",
      description: `seed for a repeatable result, 0 to 2147483647; anyone who knows it can remove the noise (default: the system's random numbers)`,
    },
    SKIP_BAD,
    {
      name: "json",
      description: `print one line of JSON: inertia, silhouette, ari, accuracy, epsilon, delta, bytesPerDevice, msPerDevice, clusters; ari and accuracy are null without --labels`,
    },
  ],
  notes: `Points outside the bounds count as if they were on the boundary. Invalid input writes nothing and prints one line
for each error, "code: file, line".`,
  examples: ["--input points.csv --k 26 --epsilon 1 --bounds 0,15 --output centres.csv"],
};
