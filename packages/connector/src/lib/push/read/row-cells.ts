import { CommandError } from "../../command-error.ts";
import type { PushField } from "./push-field.ts";

/** Longest cell that is shown in a message. */
const SHOWN_CHARS = 40;

/** A cell as a message shows it. */
export function shown(cell: string): string {
  return `"${cell.length > SHOWN_CHARS ? `${cell.slice(0, SHOWN_CHARS)}…` : cell}"`;
}

/** Where a file's fields lie in the cells that are read of a row, and what their columns are called. */
export interface CellPlan {
  readonly places: ReadonlyMap<PushField, readonly number[]>;
  readonly titles: ReadonlyMap<PushField, string>;
}

/** @param columns - Those that are read, in the order of a row's cells. */
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

  /** @param place - Where the row lies, such as `a.csv, line 12`. */
  constructor(plan: CellPlan, cells: readonly string[], place: string) {
    this.#plan = plan;
    this.#cells = cells;
    this.#place = place;
  }

  /** What the field's columns hold, the likeliest first; empty cells are none. */
  texts(field: PushField): string[] {
    return (this.#plan.places.get(field) ?? []).map((at) => this.#cells[at] ?? "").filter((cell) => cell !== "");
  }

  text(field: PushField): string | undefined {
    return this.texts(field)[0];
  }

  /** A cell that has to be there. @throws CommandError `missing-value` */
  needed(field: PushField, why: string): string {
    const text = this.text(field);
    if (text === undefined) throw new CommandError("missing-value", `${this.#at(field)} is empty; ${why}.`);
    return text;
  }

  /** What a cell means, undefined for an empty one. @throws CommandError `bad-value` for one that means nothing */
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
