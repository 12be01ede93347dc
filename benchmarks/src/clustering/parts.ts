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
  { name: "points", about: "point sets with labels, beside central k-means and the private peers", run: pointsPart },
  { name: "mixture", about: "FedDP-KMeans' mixture, one vote a client", run: mixturePart },
  { name: "cost", about: "bytes and milliseconds of a contribution, by shape", run: costPart },
  { name: "audit", about: "an empirical lower bound on ε, and a planted fault that it must catch", run: auditPart },
  {
    name: "scale",
    about: "a million devices in sums, contributions a second on workerd, and their price",
    run: scalePart,
  },
  {
    name: "eshop",
    about: "what the cluster id tells of the rest of a visit, beside central k-means",
    run: informationPart,
  },
  {
    name: "households",
    about: "coupons foretold from the cluster of all channels, and from each one's",
    run: redemptionPart,
  },
  {
    name: "carried",
    about: "codewords of an earlier generation, carried into a later one",
    run: carriedPart,
  },
  { name: "weeks", about: "twelve weeks of ids: whose sequence is theirs alone", run: weeksPart },
  { name: "hostile", about: "what hostile devices can do to a cluster", run: hostilePart },
];
