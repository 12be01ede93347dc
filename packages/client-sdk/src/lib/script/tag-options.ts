/** The loader's tag as far as it is read. */
export interface Tag {
  readonly src: string;
  readonly dataset: Readonly<Record<string, string | undefined>>;
}

/** What the tag says, in the words of `createClassifier`; checked again, in full, by the SDK. */
export interface TagOptions {
  readonly site: string;
  readonly endpoint: string;
  readonly assets: string;
  readonly channel: string | undefined;
  readonly country: string | undefined;
  readonly aggregatorKey: string | undefined;
  readonly autoCapture: boolean | undefined;
  readonly consent: { readonly policyVersion: string | undefined; readonly tcfVendorId: number | undefined };
}

/** One coded sentence for the console where an attribute is missing. */
export interface TagProblem {
  readonly problem: string;
}

/** Reads the loader's own tag. */
export function tagOptions({ src, dataset }: Tag): TagOptions | TagProblem {
  const { site, endpoint, assets = ".", channel, country, aggregatorKey, policy, tcfVendor, capture } = dataset;
  if (!site) return { problem: "missing-site: add data-site, the site's name at the edge, to Sedge's script tag." };
  if (!endpoint) return { problem: "missing-endpoint: add data-endpoint, the edge's address, to Sedge's script tag." };
  const optional = {
    channel,
    country,
    aggregatorKey,
    autoCapture: capture === "off" ? false : undefined,
    consent: { policyVersion: policy, tcfVendorId: tcfVendor ? Number(tcfVendor) : undefined },
  };
  return { site, endpoint, assets: new URL(assets.replace(/\/?$/, "/"), src).href, ...optional };
}
