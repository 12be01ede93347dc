import type { Route } from "@sedge/protocol/routes";

/** Whether a URL's path ends with the last segment of the route's. */
export function isRoute(url: string, { path }: Pick<Route, "path">): boolean {
  return new URL(url).pathname.endsWith(path.slice(path.lastIndexOf("/")));
}
