/** What a feature adds to how far a cluster is from everybody else: the square of the difference in deviations. */
export interface Apartness {
  readonly feature: string;
  readonly deviations: number;
}

/** A cluster is defined mainly by sensitive features if this share or more of what sets it apart is due to them. */
export const MOSTLY_SENSITIVE = 0.5;

/** Share of what sets a cluster apart that is due to the features named, 0 to 1; 0 where nothing sets it apart. */
export function sensitiveShare(differences: readonly Apartness[], sensitive: readonly string[]): number {
  const squares = (list: readonly Apartness[]) => list.reduce((sum, { deviations }) => sum + deviations ** 2, 0);
  const all = squares(differences);
  return all > 0 ? squares(differences.filter(({ feature }) => sensitive.includes(feature))) / all : 0;
}
