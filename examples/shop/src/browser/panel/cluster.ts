import type { ClusterAnswer, ClusterFound } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

const WHY_HERE: Readonly<Record<NonNullable<ClusterAnswer["because"]>, string>> = {
  "no-link-consent": "found on this device only, because you did not agree to link",
  "edge-unavailable": "found on this device only, because the edge cannot be reached",
  "no-codebook": "found on this device only, because there is no codebook yet",
  "codeword-limit": "found on this device only, because this device may name the edge no further codeword today",
};

/** The source of the cluster, as text. */
export function sourceInWords({ source, because }: Pick<ClusterAnswer, "source" | "because">): string {
  if (source === "edge") return "answered by the edge";
  return because ? WHY_HERE[because] : "found on this device only";
}

/** The cluster with its source, confidence and level. */
export function drawCluster(cluster: ClusterFound): HTMLElement[] {
  const { clusterId, clusterName, generation, level, confidence, channels, isHeld, triggers } = cluster;
  return [
    element("p", { class: "cluster" }, element("strong", {}, clusterId), ` ${clusterName}`),
    facts([
      ["Source", sourceInWords(cluster)],
      ["Confidence", percent.format(confidence)],
      ["Depth", level === 0 ? "0, the whole tree" : `level ${level} of the public tree`],
      ["Generation", String(generation)],
      ...(isHeld ? ([["Since", "an earlier visit; the cluster is kept for some weeks"]] as const) : []),
      ...(triggers ? ([["Triggers", `${triggers.join(", ")}: shop rules that fired in this visit`]] as const) : []),
      ["Channels", channels.length > 0 ? channels.join(", ") : "this one"],
    ]),
  ];
}
