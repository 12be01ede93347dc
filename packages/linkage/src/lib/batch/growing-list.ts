/** Numbers that are added one by one, in a typed array that doubles. */
export class GrowingList<T extends Int32Array | Float32Array> {
  #list: T;
  #size = 0;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#list = make(1 << 10);
  }

  get size(): number {
    return this.#size;
  }

  push(value: number): void {
    if (this.#size === this.#list.length) this.#reserve(this.#size + 1);
    this.#list[this.#size++] = value;
  }

  /** Fills up with zeros to `size`. */
  extend(size: number): void {
    this.#reserve(size);
    this.#size = size;
  }

  /** What was added, as a view: not to be kept while more is added. */
  view(): T {
    return this.#list.subarray(0, this.#size) as T;
  }

  #reserve(size: number): void {
    if (size <= this.#list.length) return;
    const larger = this.#make(Math.max(size, this.#list.length * 2));
    larger.set(this.#list);
    this.#list = larger;
  }
}
