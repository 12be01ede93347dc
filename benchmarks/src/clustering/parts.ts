import type { NamedPart } from "../report/parted-bench.ts";

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  {
    name: "points",
    about: "labelled point sets, compared with central k-means and private peers",
    load: async () => (await import("./points/points-part.ts")).pointsPart,
  },
  {
    name: "shapes",
    about: "shapes that are not round, compared with DBSCAN in the clear, and groups along a thin line",
    load: async () => (await import("./shapes/shapes-part.ts")).shapesPart,
  },
  {
    name: "mixture",
    about: "FedDP-KMeans' mixture, one vote per client",
    load: async () => (await import("./points/mixture-part.ts")).mixturePart,
  },
  {
    name: "cost",
    about: "bytes and milliseconds of a contribution, by shape",
    load: async () => (await import("./cost/cost-part.ts")).costPart,
  },
  {
    name: "audit",
    about: "an empirical lower bound on ε, and a planted fault that it must detect",
    load: async () => (await import("./audit/audit-part.ts")).auditPart,
  },
  {
    name: "scale",
    about: "a million devices in sums, contributions per second on workerd, and their price",
    load: async () => (await import("./scale/scale-part.ts")).scalePart,
  },
  {
    name: "eshop",
    about: "information of the cluster ID about the rest of a visit, compared with central k-means",
    load: async () => (await import("./behaviour/visit-information-part.ts")).informationPart,
  },
  {
    name: "households",
    about: "coupon use predicted from the cluster of all channels, and of each channel",
    load: async () => (await import("./behaviour/household-redemption-part.ts")).redemptionPart,
  },
  {
    name: "carried",
    about: "codewords of an earlier generation, carried into a later one",
    load: async () => (await import("./behaviour/carried-codewords-part.ts")).carriedPart,
  },
  {
    name: "weeks",
    about: "twelve weeks of cluster IDs: share of unique sequences",
    load: async () => (await import("./behaviour/weeks-of-ids-part.ts")).weeksPart,
  },
  {
    name: "hostile",
    about: "the effect of hostile devices on a cluster",
    load: async () => (await import("./hostile/hostile-part.ts")).hostilePart,
  },
];
