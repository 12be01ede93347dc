import { type Person, strangers } from "./person.ts";

/** Requests that prepare people at the edge outside the measurement. */
export interface Introductions {
  /** Links the tokens of each group to one person. */
  readonly link: (groups: readonly (readonly Person[])[]) => Promise<void>;
  /** Stores a codeword for each person. */
  readonly assign: (people: readonly Person[]) => Promise<void>;
}

/** Number of people with a codeword, over whom signed reads and writes are spread. */
const MEMBERS = 200;

/** The people registered at the edge, by state, so that each request uses a person in the right state. */
export class RegisteredPeople {
  readonly #introduce: Introductions;
  readonly #singles: Person[] = [];
  readonly #pairs: (readonly [Person, Person])[] = [];
  #members: readonly Person[] | undefined;

  constructor(introduce: Introductions) {
    this.#introduce = introduce;
  }

  /** Records that the edge linked these tokens to one person. */
  linked(group: readonly Person[]): void {
    const [first, second] = group;
    if (first && second) this.#pairs.push([first, second]);
    else if (first) this.#singles.push(first);
  }

  /** `count` people with their own profile, who are not returned again. */
  async singles(count: number): Promise<Person[]> {
    const missing = strangers(Math.max(0, count - this.#singles.length)).map((person) => [person]);
    if (missing.length > 0) await this.#introduce.link(missing);
    for (const group of missing) this.linked(group);
    return this.#singles.splice(0, count);
  }

  /** `count` pairs of people with separate profiles. */
  async unmergedPairs(count: number): Promise<Person[][]> {
    const people = await this.singles(count * 2);
    return Array.from({ length: count }, (_, index) => people.slice(index * 2, index * 2 + 2));
  }

  /** One person of each of `count` merged profiles. */
  async mergedPeople(count: number): Promise<Person[]> {
    const missing = await this.unmergedPairs(Math.max(0, count - this.#pairs.length));
    if (missing.length > 0) await this.#introduce.link(missing);
    for (const group of missing) this.linked(group);
    return this.#pairs.splice(0, count).map(([person]) => person);
  }

  /** `count` entries that rotate through the same few people with a codeword, like repeated signals of a visitor. */
  async members(count: number): Promise<Person[]> {
    if (!this.#members) {
      this.#members = await this.singles(MEMBERS);
      await this.#introduce.assign(this.#members);
    }
    const members = this.#members;
    return Array.from({ length: count }, (_, turn) => members[turn % members.length]).filter(
      (one) => one !== undefined,
    );
  }
}
