import type { PersonRecord } from "./person-record.ts";
import { plainText } from "./plain-text.ts";

/** Words before and between names that are not names. */
const NO_NAME = new Set("mr mrs ms miss dr prof of the and de du von van der la".split(" "));

/** What follows a comma and is no name. */
const SUFFIX = /^(?:jr|sr|junior|senior|i{1,3}|iv|md|phd|dds|esq|ba|ma|msc|mba)$/;

/** Chinese surnames of two characters. */
const TWO_CHARACTERS =
  /^(?:欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|夏侯|尉迟|尉遲|公孙|公孫|慕容|令狐|皇甫|长孙|長孫|东方|東方|南宫|南宮|独孤|獨孤)/u;

const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hangul}]+$/u;

/** The words of a record's names. */
export interface NameParts {
  readonly given: readonly string[];
  readonly surname: readonly string[];
  /** All words of the full name, if there is one. */
  readonly full: readonly string[];
}

/**
 * The names of a record. A comma in a surname or a full name stands behind the surname, as in `Keller, Anna`. A full name
 * without other names is read as one given name before others and a surname; in Chinese or Korean characters the surname
 * comes first, also without a space.
 */
export function nameParts(record: PersonRecord): NameParts {
  const own = splitAtComma(record.surname);
  const whole = splitAtComma(record.fullName);
  const full = words(whole.after === "" ? whole.before : `${whole.after} ${whole.before}`);
  const given = words(record.givenName || own.after);
  const surname = words(own.before);
  if (given.length > 0 || surname.length > 0) return eastAsian(surname, given) ?? { given, surname, full };
  if (full.every((word) => EAST_ASIAN.test(word))) {
    const [first = "", ...rest] = full.length === 1 ? surnameFirst(full[0] ?? "") : full;
    return eastAsian([first], rest) ?? { given, surname, full };
  }
  if (full.length < 2) return { given, surname, full };
  const last = whole.after === "" ? full.slice(-1) : words(whole.before);
  return { given: full.slice(0, 1), surname: last, full };
}

function words(text: string | undefined): string[] {
  const all = plainText(text).split(" ").filter(Boolean);
  const names = all.filter((word) => !NO_NAME.has(word));
  return names.length > 0 ? names : all;
}

function splitAtComma(text: string | undefined): { readonly before: string; readonly after: string } {
  const [before = "", ...rest] = (text ?? "").split(/[,，]/);
  const after = rest.filter((part) => !SUFFIX.test(plainText(part).replaceAll(" ", "")));
  return before.trim() === "" ? { before: after.join(" "), after: "" } : { before, after: after.join(" ").trim() };
}

/** With the whole name without a space as one more word, which is equal whatever the place of the space. */
function eastAsian(surname: readonly string[], given: readonly string[]): NameParts | undefined {
  const all = [...surname, ...given];
  if (surname.length === 0 || given.length === 0 || !all.every((word) => EAST_ASIAN.test(word))) return undefined;
  return { given, surname, full: [...all, all.join("")] };
}

function surnameFirst(name: string): string[] {
  const length = TWO_CHARACTERS.test(name) && name.length > 2 ? 2 : 1;
  return name.length > 1 && name.length < 5 ? [name.slice(0, length), name.slice(length)] : [name];
}
