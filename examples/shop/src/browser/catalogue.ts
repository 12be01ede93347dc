import type { Product } from "../catalogue.ts";

let loading: Promise<readonly Product[]> | undefined;

/** The shop's catalogue, loaded once per page from the shop's own server. */
export function catalogue(): Promise<readonly Product[]> {
  loading ??= fetch("/assets/catalogue.json").then((answer) => answer.json());
  return loading;
}
