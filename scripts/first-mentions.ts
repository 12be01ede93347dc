/** Terms of the glossary that a reader cannot guess, by their headings there. The others are everyday words. */
export const TERMS: readonly (readonly [heading: string, words: RegExp])[] = [
  ["outbox", /outbox(?:es)?/],
  ["ledger", /ledgers?/],
  ["proof-of-control", /proofs? of control/],
  ["guest-device", /guest devices?/],
  ["consent-receipt", /consent receipts?/],
  ["prf", /PRF/],
  ["link-token", /link tokens?/],
  ["record-token", /record tokens?/],
  ["landing-link", /landing links?/],
  ["key-epoch", /key epochs?/],
  ["waterfall", /waterfalls?/],
  ["household-edge", /household edges?/],
  ["saga", /sagas?/],
  ["codebook", /codebooks?/],
  ["codeword", /codewords?/],
  ["generation", /generations?/],
  ["signed-terms", /signed terms/],
  ["ballot", /ballots?/],
  ["simulated-devices", /simulated devices?/],
  ["trust-tier", /trust tiers?/],
  ["succession", /successions?/],
];

export interface Mention {
  /** The term's heading in the glossary, as an anchor. */
  readonly heading: string;
  /** The words as they stand there. */
  readonly mention: string;
  /** Position in the text. */
  readonly index: number;
  /** Whether the words are part of a link. */
  readonly isLinked: boolean;
}

const blank = (text: string) => text.replaceAll(/[^\n]/g, " ");

/** The first mention of each term in a Markdown text: not in code, titles of tests, headings, addresses, pictures or HTML. */
export function firstMentions(text: string): Mention[] {
  const prose = text
    .replaceAll(/^(?:---\n[\s\S]*?\n---\n)/g, blank)
    .replaceAll(/^ *```[\s\S]*?^ *```/gm, blank)
    .replaceAll(/^#{1,6} .*$/gm, blank)
    .replaceAll(/`[^`]*\.test\.ts` "[^"]*"/g, blank)
    .replaceAll(/`[^`]*`/g, blank)
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, blank)
    .replaceAll(/<[^>\n]*>/g, blank)
    .replaceAll(/\]\([^)]*\)/g, (target) => `]${blank(target.slice(1))}`);
  return TERMS.flatMap(([heading, words]) => {
    const found = new RegExp(String.raw`(?<![\w-])(?:${words.source})(?![\w-])`, "i").exec(prose);
    if (!found) return [];
    const { index, 0: mention } = found;
    const before = prose.slice(0, index);
    // The text of a link stands between "[" and "]".
    const isLinked = before.lastIndexOf("[") > before.lastIndexOf("]");
    return [{ heading, mention, index, isLinked }];
  });
}
