/** Where `sedge-assets` copies Sedge's files to, and where they are looked for in a bundled app: one place on every site. */
const SERVED_AT = "/sedge/";

/**
 * The folder of Sedge's own files where a page names none: beside this module where it is served unbundled, otherwise
 * `/sedge/` on the page's origin.
 *
 * @param module - Address of this module. A bundler puts another file's, a `file:` address or nothing in its place.
 * @param origin - Of the page.
 */
export function assetFolder(module: string | undefined, origin: string): string {
  const isUnbundled = module !== undefined && /^https?:.*\/npm\/index\.js$/.test(module);
  return isUnbundled ? new URL("../script/", module).href : `${origin}${SERVED_AT}`;
}
