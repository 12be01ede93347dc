/** Path of the root, which every codebook has. */
export const ROOT = "";

/** Path of the cell above; the root is its own. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

/** Steps below the root. */
export function depthOf(path: string): number {
  return path === ROOT ? 0 : path.split(".").length;
}

/** Whether a path is that of a cell or of one below it. */
export function isWithin(path: string, above: string): boolean {
  return path === above || above === ROOT || path.startsWith(`${above}.`);
}

/** Path of a cell's child number `step`. */
export function childOf(path: string, step: number): string {
  return path === ROOT ? `${step}` : `${path}.${step}`;
}
