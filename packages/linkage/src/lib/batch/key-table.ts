const EMPTY = -1;
const GOLDEN = 0x9e3779b1;

/** Gives each distinct key (a whole number under 2^53) a number: 0, 1, 2 …. */
export class KeyTable {
  #keys = new Float64Array(1 << 12).fill(EMPTY);
  #numbers = new Int32Array(1 << 12);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  numberOf(key: number): number {
    if (this.#size * 2 >= this.#keys.length) this.#grow();
    const at = this.#slotOf(key);
    if (this.#keys[at] === key) return this.#numbers[at] ?? 0;
    this.#keys[at] = key;
    this.#numbers[at] = this.#size;
    return this.#size++;
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    const mixed = Math.imul(key | 0, GOLDEN);
    let at = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#keys[at] !== EMPTY && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, numbers] = [this.#keys, this.#numbers];
    this.#keys = new Float64Array(keys.length * 2).fill(EMPTY);
    this.#numbers = new Int32Array(keys.length * 2);
    for (let old = 0; old < keys.length; old++) {
      const key = keys[old] ?? EMPTY;
      if (key === EMPTY) continue;
      const at = this.#slotOf(key);
      this.#keys[at] = key;
      this.#numbers[at] = numbers[old] ?? 0;
    }
  }
}
