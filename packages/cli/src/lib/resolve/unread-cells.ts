import { type PersonRecord, READ_FIELDS, type ReadField, unreadFields } from "@sedge/linkage/terms";

/** How many cells of a field there are, how many of them could not be read, and one of those. */
interface FieldCount {
  cells: number;
  unread: number;
  example: string;
}

/** Longest example in a message. */
const SHOWN_CHARS = 24;

/** Counts the cells of an input that have a text and say nothing to the linker. */
export class UnreadCells {
  readonly #counts = new Map<ReadField, FieldCount>();

  add(person: PersonRecord): void {
    const unread = unreadFields(person);
    for (const field of READ_FIELDS) {
      const text = person[field];
      if (text === undefined) continue;
      const count = this.#counts.get(field) ?? { cells: 0, unread: 0, example: "" };
      count.cells += 1;
      if (unread.includes(field)) {
        count.unread += 1;
        count.example ||= text;
      }
      this.#counts.set(field, count);
    }
  }

  /** A line for each field with such cells. @param titleOf - The columns of a field, as the file names them. */
  lines(input: string, titleOf: (field: ReadField) => string): string[] {
    return [...this.#counts].flatMap(([field, { cells, unread, example }]) => {
      if (unread === 0) return [];
      const shown = example.length > SHOWN_CHARS ? `${example.slice(0, SHOWN_CHARS)}…` : example;
      return [`${input}: ${titleOf(field)}: ${unread} of ${cells} cells unread, such as "${shown}"`];
    });
  }
}
