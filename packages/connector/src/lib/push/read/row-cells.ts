import { CommandError } from "../../command-error.ts";
import type { PushField } from "./push-field.ts";
import { isClock } from "./written-time.ts";

/** Longest cell text in a message. */
const SHOWN_CHARS = 40;

/** A cell's text for a message. */
export function shown(cell: string): string {
  return `"${cell.length > SHOWN_CHARS ? `${cell.slice(0, SHOWN_CHARS)}…` : cell}"`;
}

/** A cell without what spreadsheets put before a number to keep it as text: `'+44…`, or `="0123"`. */
export function unmarked(cell: string): string {
  const quoted = /^="(.*)"$/s.exec(cell)?.[1];
  return (quoted ?? cell).replace(/^'(?=[\d+=@-])/, "").trim();
}

/** Position of each field among the cells that are read, and the titles of its columns. */
export interface CellPlan {
  readonly places: ReadonlyMap<PushField, readonly number[]>;
  readonly titles: ReadonlyMap<PushField, readonly string[]>;
}

/** @param columns - The columns that are read, in the order of a row's cells. */
export function cellPlan(
  titles: readonly string[],
  fields: ReadonlyMap<PushField, readonly number[]>,
  columns: readonly number[],
): CellPlan {
  return {
    places: new Map([...fields].map(([field, list]) => [field, list.map((column) => columns.indexOf(column))])),
    titles: new Map([...fields].map(([field, list]) => [field, list.map((column) => titles[column] ?? field)])),
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

  /** A time; one of a day beside one of a clock, if they are in two columns. With the title of the day's column. */
  time(field: PushField): { readonly text: string; readonly title: string | undefined } | undefined {
    const texts = this.texts(field);
    const day = texts.find((text) => !isClock(text));
    const clock = texts.find(isClock);
    const text = day ?? clock;
    if (text === undefined) return undefined;
    const title = this.titleOf(field, (cell) => cell === text);
    const isDayAlone = day !== undefined && clock !== undefined && !/\d:\d{2}/.test(day);
    return { text: isDayAlone ? `${day} ${clock}` : text, title };
  }

  bad(field: PushField, why: string): CommandError {
    return new CommandError("bad-value", `${this.#at(field)}: ${why}.`);
  }

  #at(field: PushField): string {
    return `${this.#place}, column "${this.titleOf(field) ?? field}"`;
  }

  /** Title of the field's first column that is not empty and that `isMeant` accepts, or else of its first. */
  titleOf(field: PushField, isMeant: (cell: string) => boolean = () => true): string | undefined {
    const [places = [], titles = []] = [this.#plan.places.get(field), this.#plan.titles.get(field)];
    const at = places.findIndex((place) => {
      const cell = unmarked(this.#cells[place] ?? "");
      return cell !== "" && isMeant(cell);
    });
    return titles[Math.max(0, at)];
  }
}
