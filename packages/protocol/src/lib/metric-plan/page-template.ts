import * as v from "valibot";

const SEGMENT = /^(?:[A-Za-z0-9._~-]+|:[a-z][A-Za-z0-9]*|\*)$/;

/**
 * A path with parameters, in the part of URLPattern's syntax that every engine reads alike: segments of letters, digits and
 * `.-_~`; `:name` for any one segment; `*` at the end for any rest; and a final slash, which counts.
 *
 * @example "/checkout/:step"
 */
export const PageTemplate = v.pipe(
  v.string("must be text"),
  v.maxLength(200, "must have at most 200 characters"),
  v.check(isTemplate, "must be a path such as /checkout/:step, without query, pattern or address"),
);
export type PageTemplate = v.InferOutput<typeof PageTemplate>;

function isTemplate(text: string): boolean {
  if (text === "/") return true;
  if (!text.startsWith("/")) return false;
  const segments = text.slice(1).replace(/\/$/, "").split("/");
  const names = segments.filter((segment) => segment.startsWith(":"));
  return (
    segments.every((segment, index) => SEGMENT.test(segment) && (segment !== "*" || index === segments.length - 1)) &&
    !segments.some((segment) => segment === "." || segment === "..") &&
    new Set(names).size === names.length
  );
}

/**
 * Whether a path is one of the template's. As `new URLPattern({ pathname })` says, where that exists: case counts, and so does a
 * final slash.
 *
 * @param path - A URL's `pathname`; without query and fragment.
 */
export function matchesTemplate(template: PageTemplate, path: string): boolean {
  const parts = template.split("/").map((segment) => {
    if (segment === "*") return ".*";
    if (segment.startsWith(":")) return "[^/]+";
    return segment.replaceAll(".", String.raw`\.`);
  });
  return new RegExp(`^${parts.join("/")}$`, "s").test(path);
}

/** Where a page is declared. */
interface DeclaredPage {
  readonly name: string;
  readonly templates: readonly PageTemplate[];
}

/**
 * The name of the declared page that a path belongs to: the first that matches, or `undefined`. Only this name is used
 * further; the path stays where it is.
 */
export function pageOf(pages: readonly DeclaredPage[], path: string): string | undefined {
  return pages.find(({ templates }) => templates.some((template) => matchesTemplate(template, path)))?.name;
}
