import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

/** Kinds of identifiers that the shop's accounts have. */
export const ACCOUNT_KINDS = ["email", "phone", "loyalty"] as const;
export type AccountIdentifiers = { readonly [Kind in (typeof ACCOUNT_KINDS)[number]]?: string };

/** One identifier of an account, as `kind:value`. */
export type AccountIdentifier = `${(typeof ACCOUNT_KINDS)[number]}:${string}`;

export interface Account {
  readonly identifiers: Set<AccountIdentifier>;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const MAX_ACCOUNTS = 10_000;
const HASH_BYTES = 32;
// The demo runs with the tests: a real login spends more on each password.
const COST = { N: 1_024, r: 8, p: 1 };

/**
 * The demo's accounts, in memory. The first sign-in with an identifier creates its account, and later ones need its password. A real
 * shop checks first that the e-mail, the phone or the number is the customer's, for example by a code that it sends there.
 */
export class Accounts {
  readonly #byIdentifier = new Map<string, Account>();
  readonly #sessions = new Map<string, Account>();

  /** Starts a session of the account that has these identifiers. Undefined for a wrong password. */
  signIn(given: AccountIdentifiers, password: string): string | undefined {
    const identifiers = ACCOUNT_KINDS.flatMap((kind): AccountIdentifier[] => {
      const value = given[kind];
      return value === undefined ? [] : [`${kind}:${value.trim()}`];
    });
    const known = new Set(identifiers.flatMap((identifier) => this.#byIdentifier.get(identifier) ?? []));
    if (identifiers.length === 0 || [...known].some((account) => !isPassword(account, password))) return undefined;
    const salt = randomBytes(16);
    const [account = { identifiers: new Set(), salt, hash: hashed(password, salt) }] = known;
    if (this.#byIdentifier.size >= MAX_ACCOUNTS) this.#clear();
    for (const one of [...identifiers, ...[...known].flatMap((other) => [...other.identifiers])]) {
      account.identifiers.add(one);
      this.#byIdentifier.set(one, account);
    }
    const session = randomBytes(16).toString("base64url");
    this.#sessions.set(session, account);
    return session;
  }

  of(session: string | undefined): Account | undefined {
    return session === undefined ? undefined : this.#sessions.get(session);
  }

  signOut(session: string | undefined): void {
    if (session !== undefined) this.#sessions.delete(session);
  }

  #clear(): void {
    this.#byIdentifier.clear();
    this.#sessions.clear();
  }
}

function hashed(password: string, salt: Buffer): Buffer {
  return scryptSync(password, salt, HASH_BYTES, COST);
}

function isPassword({ salt, hash }: Account, password: string): boolean {
  return timingSafeEqual(hash, hashed(password, salt));
}
