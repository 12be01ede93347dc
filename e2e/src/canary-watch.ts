import { canaries, canaryFinder, type TappedRequest } from "@sedge/testbed";

const find = canaryFinder(canaries);

/** Whether the shop's own page made the request, as its links and forms do. All other requests must be clean. */
function isShops({ url, destination }: TappedRequest, shopUrl: string): boolean {
  return destination === shopUrl && !new URL(url).pathname.startsWith("/sedge/");
}

/** Canaries in requests that Sedge made or that went to anyone but the shop: one line each, with the encoding. */
export function escapedCanaries(tapped: readonly TappedRequest[], shopUrl: string): string[] {
  return tapped
    .filter((request) => !isShops(request, shopUrl))
    .flatMap(({ method, url, raw }) =>
      find(raw).map(({ canary, encoding }) => `${canary.kind} as ${encoding} in ${method} ${url.slice(0, 120)}`),
    );
}
