import type { Route } from "@sedge/protocol/routes";

/** Whether an address is a route's whose path ends with its name. */
export function isRoute(url: string, { path }: Pick<Route, "path">): boolean {
  return new URL(url).pathname.endsWith(path.slice(path.lastIndexOf("/")));
}
