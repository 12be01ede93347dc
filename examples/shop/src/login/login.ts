import type { IncomingMessage } from "node:http";
import { ACCOUNT_KINDS, type AccountIdentifiers, Accounts } from "./accounts.ts";
import type { LinkTokens } from "./link-tokens.ts";
import { proofOfControl } from "./proof-of-control.ts";

/** What the login answers: a status, and a body or a cookie. */
export interface LoginAnswer {
  readonly status: number;
  readonly body?: string;
  readonly cookie?: string;
}

interface LoginOptions {
  readonly endpoint: string;
  readonly site: string;
  /** The secret of the site's login key; without it the login signs no proofs. */
  readonly loginKey?: string | undefined;
}

const COOKIE = "session";
const MAX_BODY_CHARS = 2_000;
const PURPOSES = ["read", "erase", "join"];

/** The shop's login: sign-in, sign-out, and proofs of control for who is signed in. */
export class Login {
  readonly #accounts = new Accounts();
  readonly #options: LoginOptions;
  #tokens: Promise<LinkTokens> | undefined;

  constructor(options: LoginOptions) {
    this.#options = options;
  }

  /** Answers `POST /account/...`; undefined for another request. */
  async answer(request: IncomingMessage, { pathname, searchParams }: URL): Promise<LoginAnswer | undefined> {
    if (request.method !== "POST") return undefined;
    // The cookie is SameSite=Strict; browsers also say that another site's page asks.
    if (request.headers["sec-fetch-site"] === "cross-site") return { status: 403 };
    const session = sessionOf(request);
    switch (pathname) {
      case "/account/sign-in": {
        const form = asFields(await bodyOf(request));
        const started = form && this.#accounts.signIn(form, form.password);
        return started === undefined ? { status: 401 } : { status: 204, cookie: cookieOf(started) };
      }
      case "/account/sign-out":
        this.#accounts.signOut(session);
        return { status: 204, cookie: cookieOf("") };
      case "/account/proof":
        return this.#prove(session, searchParams.get("purpose") ?? "");
      default:
        return undefined;
    }
  }

  /** 204 for a visitor who is not signed in. The page says what it wants to do, and never for whom. */
  async #prove(session: string | undefined, purpose: string): Promise<LoginAnswer> {
    const { endpoint, site, loginKey } = this.#options;
    const account = this.#accounts.of(session);
    if (!PURPOSES.includes(purpose)) return { status: 400 };
    if (!account || loginKey === undefined) return { status: 204 };
    // The cryptography is loaded for the first proof.
    this.#tokens ??= import("./link-tokens.ts").then(({ LinkTokens }) => new LinkTokens(endpoint, site));
    const tokens = await (await this.#tokens).of(account);
    return { status: 200, body: proofOfControl(loginKey, site, purpose, tokens) };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MAX_BODY_CHARS) return "";
  }
  return text;
}

function asFields(body: string): (AccountIdentifiers & { readonly password: string }) | undefined {
  const form = new URLSearchParams(body);
  const password = form.get("password") ?? "";
  if (password === "") return undefined;
  const given = ACCOUNT_KINDS.flatMap((kind) => {
    const value = form.get(kind)?.trim() ?? "";
    return value === "" ? [] : [[kind, value] as const];
  });
  return { ...Object.fromEntries(given), password };
}

function sessionOf({ headers }: IncomingMessage): string | undefined {
  return new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? "")?.[1];
}

function cookieOf(session: string): string {
  return `${COOKIE}=${session}; Path=/account; HttpOnly; SameSite=Strict${session === "" ? "; Max-Age=0" : ""}`;
}
