import type { ClusterAnswer } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

const WHY_HERE: Readonly<Record<NonNullable<ClusterAnswer["because"]>, string>> = {
  "no-link-consent": "found on this device alone, as you did not agree to link",
  "edge-unavailable": "found on this device alone, as the edge cannot be reached",
  "no-codebook": "found on this device alone, as no codebook is there yet",
};

/** Where the answer came from, in words. */
export function sourceInWords({ source, because }: Pick<ClusterAnswer, "source" | "because">): string {
  if (source === "edge") return "answered by the edge";
  return because ? WHY_HERE[because] : "found on this device alone";
}

/** The cluster, and how sure and how fine the answer is. */
export function drawCluster(cluster: ClusterAnswer): HTMLElement[] {
  const { clusterId, clusterName, generation, level, confidence, channels, isHeld, triggers } = cluster;
  return [
    element("p", { class: "cluster" }, element("strong", {}, clusterId), ` ${clusterName}`),
    facts([
      ["Source", sourceInWords(cluster)],
      ["Confidence", percent.format(confidence)],
      ["Depth", level === 0 ? "0, where everybody is" : `level ${level} of the public tree`],
      ["Generation", String(generation)],
      ...(isHeld ? ([["Held", "found by an earlier visit, and kept for some weeks"]] as const) : []),
      ...(triggers
        ? ([["Triggers", `${triggers.join(", ")}: rules of the shop that fired in this visit`]] as const)
        : []),
      ["Channels", channels.length > 0 ? channels.join(", ") : "this one"],
    ]),
  ];
}
