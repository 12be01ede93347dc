import { basename, resolve } from "node:path";

/** A model's name in its manifest, derived from its folder: `Support Intent.v2` becomes `support-intent-v2`. */
export function modelNameOf(folder: string): string {
  const words = basename(resolve(folder))
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const name = /^[a-z]/.test(words) ? words : `model-${words}`;
  return name.slice(0, 40).replace(/-+$/, "");
}
