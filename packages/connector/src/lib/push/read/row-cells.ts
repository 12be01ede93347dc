import { CommandError } from "../../command-error.ts";
import type { PushField } from "./push-field.ts";

/** Longest cell text in a message. */
const SHOWN_CHARS = 40;

/** A cell's text for a message. */
export function shown(cell: string): string {
  return `"${cell.length > SHOWN_CHARS ? `${cell.slice(0, SHOWN_CHARS)}…` : cell}"`;
}

/** A cell without what spreadsheets put before a number to keep it as text: `'+44…`, or `="0123"`. */
function unmarked(cell: string): string {
  const quoted = /^="(.*)"$/s.exec(cell)?.[1];
  return (quoted ?? cell).replace(/^'(?=[\d+=@-])/, "").trim();
}

/** Position of each field among the cells that are read, and the titles of its columns. */
export interface CellPlan {
  readonly places: ReadonlyMap<PushField, readonly number[]>;
  readonly titles: ReadonlyMap<PushField, string>;
}

/** @param columns - The columns that are read, in the order of a row's cells. */
export function cellPlan(
  titles: readonly string[],
  fields: ReadonlyMap<PushField, readonly number[]>,
  columns: readonly number[],
): CellPlan {
  return {
    places: new Map([...fields].map(([field, list]) => [field, list.map((column) => columns.indexOf(column))])),
    titles: new Map([...fields].map(([field, list]) => [field, titles[list[0] ?? -1] ?? field])),
  };
}

/** The cells of one row, by field. */
export class RowCells {
  readonly #plan: CellPlan;
  readonly #cells: readonly string[];
  readonly #place: string;
  readonly #numbers: ReadonlySet<number>;

  /**
   * @param place - Position of the row, such as `a.csv, line 12`.
   * @param numbers - Positions of cells that the file contains as numbers.
   */
  constructor(plan: CellPlan, cells: readonly string[], place: string, numbers: ReadonlySet<number> = new Set()) {
    this.#plan = plan;
    this.#numbers = numbers;
    this.#cells = cells;
    this.#place = place;
  }

  /** The field's cells that are not empty, the likeliest first. */
  texts(field: PushField): string[] {
    return this.#filled(field).map((at) => unmarked(this.#cells[at] ?? ""));
  }

  /** Whether the file contains the field's first cell as a number. */
  isNumber(field: PushField): boolean {
    return this.#numbers.has(this.#filled(field)[0] ?? -1);
  }

  #filled(field: PushField): number[] {
    return (this.#plan.places.get(field) ?? []).filter((at) => unmarked(this.#cells[at] ?? "") !== "");
  }

  text(field: PushField): string | undefined {
    return this.texts(field)[0];
  }

  /** A required cell. @throws CommandError `missing-value` */
  needed(field: PushField, why: string): string {
    const text = this.text(field);
    if (text === undefined) throw new CommandError("missing-value", `${this.#at(field)} is empty; ${why}.`);
    return text;
  }

  /** A cell's parsed value; undefined if it is empty. @throws CommandError `bad-value` if it cannot be parsed */
  read<Value>(field: PushField, meaning: (cell: string) => Value | undefined, why: string): Value | undefined {
    const cell = this.text(field);
    if (cell === undefined) return undefined;
    const value = meaning(cell);
    if (value === undefined) throw this.bad(field, `${shown(cell)} ${why}`);
    return value;
  }

  bad(field: PushField, why: string): CommandError {
    return new CommandError("bad-value", `${this.#at(field)}: ${why}.`);
  }

  #at(field: PushField): string {
    return `${this.#place}, column "${this.#plan.titles.get(field) ?? field}"`;
  }
}
