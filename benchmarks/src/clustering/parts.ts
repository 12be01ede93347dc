import { auditPart } from "./audit/audit-part.ts";
import { redemptionPart } from "./behaviour/household-redemption-part.ts";
import { carriedPart } from "./behaviour/carried-codewords-part.ts";
import { informationPart } from "./behaviour/visit-information-part.ts";
import { weeksPart } from "./behaviour/weeks-of-ids-part.ts";
import { costPart } from "./cost/cost-part.ts";
import { hostilePart } from "./hostile/hostile-part.ts";
import { mixturePart } from "./points/mixture-part.ts";
import { pointsPart } from "./points/points-part.ts";
import { scalePart } from "./scale/scale-part.ts";
import type { NamedPart } from "../report/parted-bench.ts";

/** In the order of the report. */
export const PARTS: readonly NamedPart[] = [
  { name: "points", about: "labelled point sets, compared with central k-means and private peers", run: pointsPart },
  { name: "mixture", about: "FedDP-KMeans' mixture, one vote per client", run: mixturePart },
  { name: "cost", about: "bytes and milliseconds of a contribution, by shape", run: costPart },
  { name: "audit", about: "an empirical lower bound on ε, and a planted fault that it must detect", run: auditPart },
  {
    name: "scale",
    about: "a million devices in sums, contributions per second on workerd, and their price",
    run: scalePart,
  },
  {
    name: "eshop",
    about: "information of the cluster ID about the rest of a visit, compared with central k-means",
    run: informationPart,
  },
  {
    name: "households",
    about: "coupon use predicted from the cluster of all channels, and of each channel",
    run: redemptionPart,
  },
  {
    name: "carried",
    about: "codewords of an earlier generation, carried into a later one",
    run: carriedPart,
  },
  { name: "weeks", about: "twelve weeks of cluster IDs: share of unique sequences", run: weeksPart },
  { name: "hostile", about: "the effect of hostile devices on a cluster", run: hostilePart },
];
