/** A pair of clusters that might be joined. `first` is under `second`. */
export interface Candidate {
  readonly first: number;
  readonly second: number;
  /** Bits for each pair of nodes; the highest comes first. */
  readonly mean: number;
}

function before(a: Candidate, b: Candidate): boolean {
  if (a.mean !== b.mean) return a.mean > b.mean;
  return a.first === b.first ? a.second < b.second : a.first < b.first;
}

/** A binary heap of candidates, best first; ties by the clusters' numbers, so that its order never depends on theirs. */
export class PairQueue {
  readonly #heap: Candidate[] = [];

  /** Adds one. */
  push(candidate: Candidate): void {
    const heap = this.#heap;
    let at = heap.push(candidate) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || before(above, candidate)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = candidate;
  }

  /** Takes the best out. */
  pop(): Candidate | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (!left) break;
      if (right && before(right, left)) child++;
      const better = heap[child];
      if (!better || before(last, better)) break;
      heap[at] = better;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
