import * as v from "valibot";

/** Deepest nesting that is read, such as `via.source.from.address`. */
const MAX_DEPTH = 6;

const Members = v.record(v.string(), v.unknown());

/** The members of an object of JSON; undefined for a list or another value. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return Array.isArray(value) || !v.is(Members, value) ? undefined : value;
}

/** The value at a path such as `author.type`; a list's elements are named by their number from 0. */
export function valueAt(value: unknown, path: string): unknown {
  const own = membersOf(value)?.[path];
  if (own !== undefined) return own;
  return path.split(".").reduce<unknown>((inner, name) => {
    if (Array.isArray(inner)) return inner[Number(name)];
    return membersOf(inner)?.[name];
  }, value);
}

/**
 * Every value of an object that is not an object itself, by its name; names of nested objects are joined by dots. A list
 * is one value.
 *
 * @param also - Further names to read, such as `contacts.0.email`.
 */
export function flatValues(
  object: Readonly<Record<string, unknown>>,
  also: readonly string[],
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  addValues(values, object, "", 1);
  for (const name of also) {
    if (values.has(name)) continue;
    const value = valueAt(object, name);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

function addValues(
  values: Map<string, unknown>,
  object: Readonly<Record<string, unknown>>,
  prefix: string,
  depth: number,
): void {
  for (const [name, value] of Object.entries(object)) {
    const inner = membersOf(value);
    if (!inner) values.set(prefix + name, value);
    else if (depth < MAX_DEPTH) addValues(values, inner, `${prefix}${name}.`, depth + 1);
  }
}
