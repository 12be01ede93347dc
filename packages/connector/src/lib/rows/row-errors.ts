import type { CommandError } from "../command-error.ts";

/** Rows of a file whose errors are named one by one. */
const MAX_NAMED = 50;

/** Collects the errors of a file's rows, so that a user learns of all of them at once. */
export class RowErrors {
  readonly #skip: ((error: CommandError) => void) | undefined;
  readonly #found: CommandError[] = [];
  #count = 0;

  /** @param skip - Called for each error instead, if such rows are to be left out. */
  constructor(skip?: (error: CommandError) => void) {
    this.#skip = skip;
  }

  add(error: CommandError): void {
    if (this.#skip) return this.#skip(error);
    this.#count += 1;
    if (this.#found.length < MAX_NAMED) this.#found.push(error);
  }

  /** Throws the first error, followed by the others. Does nothing without errors. */
  throwIfAny(): void {
    const [first, ...others] = this.#found;
    if (!first) return;
    const lines = others.map(({ message }) => message);
    const rest = this.#count - this.#found.length;
    if (rest > 0) lines.push(`${rest} more rows have errors`);
    throw first.with(lines);
  }
}
