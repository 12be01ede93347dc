/**
 * Nodes that evidence connects, however thinly. A component contains the records of a profile, and is never itself a
 * profile: a chain of good links joins thousands of people.
 */
export class Components {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, node) => node);
  }

  /** The representative of `node`'s component: its smallest node. */
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
