import type { SedgeErrorCode } from "./sedge-error-code.ts";

/**
 * Whether a value is a `T`. The page's share of the SDK parses what crosses a border with these few functions instead of
 * valibot, which the worker uses: here every hundred bytes count against the budget of 12 KB.
 */
export type Form<T> = (value: unknown) => value is T;

export const isText: Form<string> = (value) => typeof value === "string";
/** A code, by its type alone: page and worker come from one build, and a list of every code would cost the page 1 KB. */
export const isCode: Form<SedgeErrorCode> = (value): value is SedgeErrorCode => isText(value);
export const isNumber: Form<number> = (value): value is number => Number.isFinite(value);
export const isFlag: Form<boolean> = (value) => typeof value === "boolean";
export const isAnything: Form<unknown> = (_value): _value is unknown => true;

/** A text of a pattern. */
export function matching(pattern: RegExp): Form<string> {
  return (value): value is string => isText(value) && pattern.test(value);
}

/** One of some values. */
export function oneOf<const T>(...values: readonly T[]): Form<T> {
  return (value): value is T => values.some((known) => known === value);
}

/** Of one form or the other. */
export function either<A, B>(a: Form<A>, b: Form<B>): Form<A | B> {
  return (value): value is A | B => a(value) || b(value);
}

/** Of the form, or not there. */
export function maybe<T>(form: Form<T>): Form<T | undefined> {
  return either(form, oneOf(undefined));
}

/** A list of at most so many. */
export function listOf<T>(form: Form<T>, most = 100_000): Form<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= most && value.every(form);
}

/** The name of the first property of `forms` that `value` has not in its form; null if there is none. */
export function misfit<T extends object>(
  forms: { readonly [Key in keyof T]-?: Form<T[Key]> },
  value: object,
): string | null {
  return Object.keys(forms).find((key) => !Reflect.get(forms, key)(Reflect.get(value, key))) ?? null;
}

/** An object with properties of these forms. Others may be there; nobody looks at them. */
export function shape<T extends object>(forms: { readonly [Key in keyof T]-?: Form<T[Key]> }): Form<T> {
  return (value): value is T => typeof value === "object" && value !== null && misfit<T>(forms, value) === null;
}
