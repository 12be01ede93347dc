/**
 * Which nodes evidence connects, however thinly. A component is where a profile's records must lie, and never itself a
 * profile: a chain of good links joins thousands of people.
 */
export class Components {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, node) => node);
  }

  /** A node that stands for the component of `node`: its smallest. */
  of(node: number): number {
    const parent = this.#parent;
    let at = node;
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      parent[at] = parent[up] ?? up;
      at = up;
    }
    return at;
  }

  connect(a: number, b: number): void {
    const [one, two] = [this.of(a), this.of(b)];
    if (one !== two) this.#parent[Math.max(one, two)] = Math.min(one, two);
  }
}
