import { centreOf, type Mass, squaredBetween } from "./geometry.ts";

/** Share of the variance of places that lies between the groups that `labels` makes of them, 0 to 1; 0 without variance. */
export function explained(masses: readonly Mass[], labels: readonly unknown[]): number {
  const within = (members: readonly Mass[]) => {
    const centre = centreOf(members);
    return members.reduce((sum, { point, weight }) => sum + weight * squaredBetween(point, centre), 0);
  };
  if (masses.length === 0) return 0;
  const total = within(masses);
  const left = [...new Set(labels)].reduce<number>(
    (sum, label) => sum + within(masses.filter((_, index) => labels[index] === label)),
    0,
  );
  return total > 0 ? Math.min(1, Math.max(0, 1 - left / total)) : 0;
}
