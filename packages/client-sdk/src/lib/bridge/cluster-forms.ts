import { isNumber, isText, listOf } from "../form.ts";

/** What the edge's assignment and the page's cluster have in common. */
export const clusterForms = {
  clusterId: isText,
  clusterName: isText,
  generation: isNumber,
  level: isNumber,
  confidence: isNumber,
  channels: listOf(isText),
};
