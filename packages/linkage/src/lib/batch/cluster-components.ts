import { clusterGraph } from "../clustering/cluster-graph.ts";
import { PER_BIT, UNCOMPARED_BITS } from "../clustering/evidence-graph.ts";
import type { Components } from "./components.ts";
import type { Linkage, LinkageProgress } from "./linkage-options.ts";

/** By record: its profile. One component after another is clustered, so that little is held at a time. */
export function clusterComponents(
  records: number,
  components: Components,
  { a, b, weight }: Linkage["edges"],
  oncePerSource: ArrayLike<number> | undefined,
  progress: LinkageProgress,
): Int32Array {
  const members = new Map<number, number[]>();
  const places = new Int32Array(records);
  for (let record = 0; record < records; record++) {
    const root = components.of(record);
    const list = members.get(root);
    if (list) places[record] = list.push(record) - 1;
    else members.set(root, [record]);
  }
  const edgesOf = new Map<number, number[]>();
  for (let edge = 0; edge < a.length; edge++) {
    const root = components.of(a[edge] ?? 0);
    const list = edgesOf.get(root);
    if (list) list.push(edge);
    else edgesOf.set(root, [edge]);
  }
  const profileOf = new Int32Array(records);
  let done = 0;
  for (const [root, component] of members) {
    const neighbours = component.map(() => new Map<number, number>());
    for (const edge of edgesOf.get(root) ?? []) {
      const [one, two] = [places[a[edge] ?? 0] ?? 0, places[b[edge] ?? 0] ?? 0];
      const units = Math.round((weight[edge] ?? 0) * PER_BIT);
      neighbours[one]?.set(two, units);
      neighbours[two]?.set(one, units);
    }
    const clusters = clusterGraph({
      size: component.length,
      neighbours,
      uncompared: UNCOMPARED_BITS * PER_BIT,
      cannotLink: component.map(() => new Set<number>()),
      exclusive: component.map((record) => (oncePerSource ? [String(oncePerSource[record])] : [])),
    });
    for (const cluster of clusters) {
      const first = component[cluster[0] ?? 0] ?? 0;
      for (const place of cluster) profileOf[component[place] ?? 0] = first;
    }
    done += component.length;
    if (component.length > 1) progress("cluster", done / records);
  }
  return numbered(profileOf);
}

/** Profiles numbered by their first records. */
function numbered(firstOf: Int32Array): Int32Array {
  const numbers = new Int32Array(firstOf.length);
  let next = 0;
  for (let record = 0; record < firstOf.length; record++) {
    const first = firstOf[record] ?? record;
    numbers[record] = first === record ? next++ : (numbers[first] ?? 0);
  }
  return numbers;
}
