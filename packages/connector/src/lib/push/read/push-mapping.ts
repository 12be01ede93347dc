import { dirname, resolve } from "node:path";
import { PolicyVersion } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import { readMappingJson } from "../../files/mapping-json.ts";
import { wordOf } from "./cells.ts";
import { PUSH_FIELDS, pushField } from "./push-field.ts";
import { FLAG_FIELDS } from "./record-fields.ts";
import { isTimeFormat, isZone } from "./time-format.ts";

const Words = v.array(v.string());
/** The first word that two of these lists have in common, ignoring case, accents and marks for spaces. */
function wordInTwo(lists: Readonly<Record<string, readonly string[] | undefined>>): string | undefined {
  const seen = new Map<string, string>();
  for (const [name, words = []] of Object.entries(lists)) {
    for (const word of words) {
      if ((seen.get(wordOf(word)) ?? name) !== name) return word;
      seen.set(wordOf(word), name);
    }
  }
  return undefined;
}

/** Lists of words of which none is in two: such a word would mean both. */
const Distinct = v.rawCheck<Readonly<Record<string, string[] | undefined>>>(({ dataset, addIssue }) => {
  const word = dataset.typed ? wordInTwo(dataset.value) : undefined;
  if (word !== undefined) addIssue({ message: `"${word}" is in two lists` });
});
const YesNo = v.pipe(v.strictObject({ yes: v.optional(Words), no: v.optional(Words) }), Distinct);
const Field = v.pipe(
  v.string(),
  v.check(
    (code) => pushField(code) !== undefined,
    ({ received }) => `there is no field ${received}; there are ${PUSH_FIELDS.join(", ")}`,
  ),
  v.transform((code) => pushField(code) ?? "id"),
);

/** Schema of a mapping file. */
export const PushMapping = v.strictObject({
  /** The kind of system that wrote the records. Default: the channel's own. */
  adapter: v.optional(v.string()),
  /** Column → field, several fields, or null for a column to skip. */
  columns: v.optional(v.record(v.string(), v.nullable(v.union([Field, v.array(Field)]))), {}),
  /**
   * Words of the consent column, ignoring case. Other words are rejected. An empty cell, like a word of `unstated`, is
   * reported and changes nothing.
   */
  consent: v.optional(
    v.pipe(
      v.strictObject({
        yes: v.optional(Words),
        no: v.optional(Words),
        withdrawn: v.optional(Words),
        unstated: v.optional(Words),
      }),
      Distinct,
    ),
    {},
  ),
  /**
   * What makes a row a further row of the record before it, as in an export with one row for each item of an order: the
   * columns of `same` contain what they contain in the row before, and those of `empty` contain nothing. Such rows are
   * counted and not read.
   */
  continuation: v.optional(
    v.pipe(
      v.strictObject({ same: v.optional(Words, []), empty: v.optional(Words, []) }),
      v.check(({ same, empty }) => same.length + empty.length > 0, "continuation names the columns `same` or `empty`"),
    ),
  ),
  /** Where the list of records of a JSON file is, such as `data.items`. Default: the file's only list of objects. */
  records: v.optional(v.string()),
  /** Formats and IANA zone of the times, besides ISO 8601 and seconds since 1970. */
  time: v.optional(
    v.strictObject({
      formats: v.optional(
        v.array(v.pipe(v.string(), v.check(isTimeFormat, "a time format needs a day, such as DD/MM/YYYY HH:mm"))),
        [],
      ),
      zone: v.optional(v.pipe(v.string(), v.check(isZone, "zone takes an IANA time zone, such as Europe/Berlin"))),
    }),
    {},
  ),
  /** Values of fields for all records that do not state them. */
  constants: v.optional(v.record(Field, v.pipe(v.string(), v.minLength(1))), {}),
  /** Other files whose columns complete the records, such as a file of consents. */
  joins: v.optional(
    v.array(
      v.strictObject({
        /** The file, relative to the mapping. */
        file: v.string(),
        /** Column of the records → column of the file with the same values, ignoring case. */
        on: v.pipe(
          v.record(v.string(), v.string()),
          v.check((on) => Object.keys(on).length > 0, "on names a column"),
        ),
        columns: v.record(v.string(), v.union([Field, v.array(Field)])),
      }),
    ),
    [],
  ),
  /** Where a turn of a JSON list has its speaker and its text, and who its speakers are. */
  turns: v.optional(
    v.pipe(
      v.strictObject({
        speaker: v.optional(v.string()),
        text: v.optional(v.string()),
        visitor: v.optional(Words),
        site: v.optional(Words),
      }),
      v.check(
        ({ visitor, site }) => wordInTwo({ visitor, site }) === undefined,
        "a word is in `visitor` and in `site`",
      ),
    ),
    {},
  ),
  /** What separates the decimals of amounts in text. Default: as the file's own amounts show, if they do. */
  decimal: v.optional(v.picklist(["point", "comma"])),
  /** The policy version for all records, if no column states it. */
  policyVersion: v.optional(PolicyVersion),
  /** ISO 3166 two-letter country for records that do not state one. */
  country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "country takes two capital letters"))),
  /** Words of yes-or-no columns. */
  words: v.optional(v.strictObject(Object.fromEntries(FLAG_FIELDS.map((field) => [field, v.optional(YesNo)]))), {}),
});
export type PushMapping = v.InferOutput<typeof PushMapping>;

/** The default mapping. */
export const NO_MAPPING: PushMapping = v.parse(PushMapping, {});

/** Reads a mapping. Throws CommandError `missing-file`, `unreadable-file`, `file-too-large` or `bad-mapping`. */
export function readPushMapping(file: string): PushMapping {
  const parsed = v.safeParse(PushMapping, readMappingJson(file));
  if (parsed.success) {
    const joins = parsed.output.joins.map((join) => ({ ...join, file: resolve(dirname(file), join.file) }));
    return { ...parsed.output, joins };
  }
  const [issue] = parsed.issues;
  // For a union, the issue of its first member.
  const first = issue.issues?.[0] ?? issue;
  const path = v.getDotPath(issue);
  throw new CommandError("bad-mapping", `${file}${path === null ? "" : `, "${path}"`}: ${first.message}.`);
}
