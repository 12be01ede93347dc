import type { ClassifierOptions } from "../public/classifier-options.ts";

/** The loader's tag as far as it is read. */
export interface Tag {
  readonly src: string;
  readonly dataset: Readonly<Record<string, string | undefined>>;
}

/** An object without the properties that are undefined. */
function defined<T extends object>(properties: { readonly [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as T;
}

const words = (list: string | undefined) => list?.trim().split(/\s+/);

/**
 * What the tag says, in the words of `createClassifier`. Nothing is checked here: an attribute that is missing is a missing
 * option, and one of another form an option of another form.
 */
export function tagOptions({ src, dataset }: Tag): { readonly [Name in keyof ClassifierOptions]: unknown } {
  const {
    site,
    endpoint,
    assets = ".",
    channel,
    country,
    aggregatorKey,
    policy,
    policySha256,
    tcfVendor,
    capture,
    rememberRefusal,
    cookieDomain,
  } = dataset;
  const { intents, withoutBackends, read } = dataset;
  const [set, sha256] = words(intents) ?? [];
  return defined({
    site,
    endpoint,
    assets: new URL(assets, src).href,
    channel,
    country,
    aggregatorKey,
    autoCapture: capture === "off" ? false : undefined,
    // A name, or a folder's address and the hash of its manifest.
    intents: sha256 === undefined ? set : { url: set, sha256 },
    withoutBackends: words(withoutBackends),
    read: words(read),
    consent: defined({
      policyVersion: policy,
      policySha256,
      tcfVendorId: tcfVendor === undefined ? undefined : Number(tcfVendor),
      cookieDomain,
      rememberRefusal: rememberRefusal === undefined ? undefined : rememberRefusal !== "off",
    }),
  });
}
