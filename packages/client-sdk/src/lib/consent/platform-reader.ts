import type { Source, Statement } from "./decision.ts";

/** Which platforms a page may have, and what reading them needs to know. */
export interface PlatformOptions {
  readonly tcf?: boolean | undefined;
  readonly tcfVendorId?: number | undefined;
  readonly googleConsentMode?: boolean | undefined;
}
/** What a platform or the page states; the day is today's where it names none. */
export type Stated = Omit<Statement, "day"> & Partial<Pick<Statement, "day">>;
/** A platform has stated something. `isAnswer`: the visitor has answered its dialogue on this page, and it does not repeat what it knew. */
export type Seen = (stated: Stated, isAnswer: boolean) => void;
/** A platform's reader. Returns the function that ends it. */
export type Listen = (window: Platforms, options: PlatformOptions, seen: Seen) => () => void;
/** The page's window, with the globals of the platforms. */
export type Platforms = Window & { readonly __tcfapi?: unknown; dataLayer?: unknown };
/** The same, with whose it is. */
export type PlatformSeen = (source: Source, ...stated: Parameters<Seen>) => void;

/** How often a platform is looked for that loads after Sedge, in milliseconds: whenever it comes, as many wait for the visitor. */
export const POLL_MS = 500;
/** The same on a page that has been open for a while. */
export const SLOW_POLL_MS = 5_000;
