import type { Product } from "../catalogue.ts";

let loading: Promise<readonly Product[]> | undefined;

/** The shop's catalogue, loaded once a page. It is this shop's own file, made by the same program as this script. */
export function catalogue(): Promise<readonly Product[]> {
  loading ??= fetch("/assets/catalogue.json").then((answer) => answer.json());
  return loading;
}
