import { readJson, Refusal } from "@sedge/operator";
import { verify } from "@sedge/privacy/ed25519";
import { StatementRequest } from "@sedge/protocol";
import { isSignedNote, signNote, type VerifySignature } from "@sedge/transparency/note";
import { AGGREGATOR, documentKey, EDGE, readDocument, Statement } from "@sedge/transparency/statement";
import { parseTilePath } from "@sedge/transparency/tiles";
import { admit, type AggregatorContext } from "../admit.ts";
import { type AggregatorEnv, settingsOf } from "../settings.ts";
import { isAsRecorded } from "./as-recorded.ts";
import { logSigner } from "./log-key.ts";
import { LOG_NAME } from "./log-keeper.ts";

// The log's addresses (C2SP tlog-tiles), which anybody may read.
export const CHECKPOINT_PATH = "/checkpoint";
export const TILE_PATH = "/tile";

/** A tile or a bundle of this width never changes, partial ones neither: a longer one has another address. */
const IMMUTABLE = "public, max-age=31536000, immutable";

const verifySignature: VerifySignature = (key, message, signature) => verify(crypto.subtle, key, message, signature);

function keeperOf(env: AggregatorEnv) {
  return env.LOG_KEEPER.get(env.LOG_KEEPER.idFromName(LOG_NAME));
}

/** @throws {Refusal} `no-log`, `statement-refused` */
export async function answerStatement(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "statement");
  checkHasLog(context.env);
  const { note, seen } = await readJson(context.req.raw, StatementRequest);
  if (note !== undefined) await appendStatement(context.env, site, note);
  const published = await keeperOf(context.env).published(site, seen);
  if (!published) throw new Refusal("no-log");
  return context.json(published);
}

function checkHasLog(env: AggregatorEnv): void {
  if (settingsOf(env).LOG_SEED === undefined) throw new Refusal("no-log");
}

async function appendStatement(env: AggregatorEnv, site: string, note: string): Promise<void> {
  const signer = await logSigner(settingsOf(env));
  if (!signer) throw new Refusal("no-log");
  const signed = readDocument(Statement, note);
  if (!signed || signed.document.site !== site) throw new Refusal("statement-refused");
  const { document: statement } = signed;
  const isByEdge = await isSignedNote(signed.note, documentKey(EDGE, statement.edge), verifySignature);
  if (!isByEdge || !(await isAsRecorded(env, statement))) throw new Refusal("statement-refused");
  const line = await signNote(signed.note.text, AGGREGATOR, signer);
  const seconds = Math.floor(Date.now() / 1_000);
  const result = await keeperOf(env).append(statement, `${note}${line}\n`, seconds);
  if (result !== "appended") throw new Refusal("statement-refused");
}

/** The log's checkpoint. A reader that is a few seconds behind sees a smaller log, not another one. */
export async function answerCheckpoint(context: AggregatorContext): Promise<Response> {
  context.set("route", "checkpoint");
  checkHasLog(context.env);
  const note = await keeperOf(context.env).checkpoint();
  if (note === undefined) throw new Refusal("no-log");
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=5" };
  return new Response(note, { headers });
}

/** A tile, or a bundle of entries. */
export async function answerTile(context: AggregatorContext): Promise<Response> {
  context.set("route", "tile");
  const tile = parseTilePath(new URL(context.req.url).pathname.slice(1));
  if (!tile) throw new Refusal("not-found");
  const { level, index, width } = tile;
  const keeper = keeperOf(context.env);
  const bytes = await (level === "entries" ? keeper.bundle(index, width) : keeper.tile(level, index, width));
  if (!bytes) throw new Refusal("not-found");
  return new Response(bytes, { headers: { "content-type": "application/octet-stream", "cache-control": IMMUTABLE } });
}
