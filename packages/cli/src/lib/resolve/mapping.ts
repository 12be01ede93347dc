import * as v from "valibot";
import { CommandError } from "@sedge/connector/command-line";
import { readMappingJson } from "@sedge/connector/files";
import { COLUMN_FIELDS, type ColumnField } from "@sedge/connector/column-fields";
import { usualField } from "@sedge/connector/rows";

const Field = v.nullable(v.string());
/** Column → field, or null for a column to skip; under an input's name, for that input alone. */
const MappingFile = v.record(v.string(), v.union([Field, v.record(v.string(), Field)]));

/** The owner's mapping of columns to fields. */
export interface Mapping {
  /** For all inputs. */
  readonly columns: ReadonlyMap<string, ColumnField | null>;
  /** By the name of an input, for that input alone. */
  readonly inputs: ReadonlyMap<string, ReadonlyMap<string, ColumnField | null>>;
}

export const NO_MAPPING: Mapping = { columns: new Map(), inputs: new Map() };

/** Reads a mapping. Throws CommandError `missing-file`, `unreadable-file`, `file-too-large` or `bad-mapping`. */
export function readMapping(file: string): Mapping {
  const parsed = v.safeParse(MappingFile, readMappingJson(file));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    const what = path === null ? "it is not a JSON object" : `"${path}" is neither a field, null nor an object of them`;
    throw new CommandError("bad-mapping", `${file}: ${what}.`);
  }
  const columns = new Map<string, ColumnField | null>();
  const inputs = new Map<string, Map<string, ColumnField | null>>();
  for (const [key, value] of Object.entries(parsed.output)) {
    if (value === null || typeof value === "string") columns.set(key, fieldOf(file, key, value));
    else {
      const entries = Object.entries(value).map(([column, field]) => [column, fieldOf(file, column, field)] as const);
      inputs.set(key, new Map(entries));
    }
  }
  return { columns, inputs };
}

/** A field by its code or any of its usual names. */
function fieldOf(file: string, column: string, name: string | null): ColumnField | null {
  if (name === null) return null;
  const usual = usualField(name);
  if (usual) return usual.field;
  throw new CommandError(
    "bad-mapping",
    `${file}, column "${column}": there is no field "${name}"; there are ${COLUMN_FIELDS.join(", ")}.`,
  );
}
