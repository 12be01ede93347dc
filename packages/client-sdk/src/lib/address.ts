/** An address, full or from `base`; undefined for something else. Older browsers have no `URL.canParse`. */
export function addressOf(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
