import { readConnector, readConnectorHeader, Refusal } from "@sedge/operator";
import { type Assignment, type Channel, type ClusterLine, type LinkToken } from "@sedge/protocol";
import { fusedAssignment } from "../assignment.ts";
import type { EdgeContext } from "../context.ts";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import type { Identity } from "../identity/client/identity.ts";
import type { TokenCodewords } from "../identity/operations/results.ts";
import { SHARDS, type ShardNumber, shardOf } from "../identity/shard/shard-number.ts";
import type { SiteFiles } from "../site-files.ts";
import { permitted } from "./permission.ts";

/** Tokens read at once in an export: the lines of a page are some 200 KB. */
const PAGE_TOKENS = 1_500;
/**
 * Pages of one response. Each makes one request to the tokens' shard and one to each shard that is home to a profile,
 * and a Worker may make 1,000. The client asks for the rest with `after`.
 */
const MAX_PAGES = 56;

/**
 * The cluster of a person that the channel itself has registered. Other channels' tokens and unknown tokens get the
 * same problem, so that a key cannot find out who else has a profile.
 */
export async function answerReadCluster(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const seconds = Math.floor(now / 1_000);
  const request = await readConnectorHeader(context.req.raw, "read", context.get("site").id, seconds);
  const { channel, body } = request.message;
  if (body.token !== context.req.param("token")) throw new Refusal("malformed-request", { errors: ["token"] });
  await permitted(context, request, { scopes: ["read"], spending: "reads", count: 1 }, seconds);
  const found = await new ChannelReaders(identity).read(body.token, channel);
  if (!found) throw new Refusal("unknown-profile");
  const assignment =
    found.codewords.length > 0 && fusedAssignment(await context.get("files")(), context.get("site"), found.codewords);
  if (!assignment) throw new Refusal("no-cluster");
  const answer: Assignment = assignment;
  return context.json(answer);
}

/** The clusters of all tokens that the channel has registered, streamed as lines. */
export async function answerExportClusters(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const seconds = Math.floor(now / 1_000);
  const request = await readConnector(context.req.raw, "export-clusters", context.get("site").id, seconds);
  const { channel, body } = request.message;
  await permitted(context, request, { scopes: ["read"], spending: "exports", count: 1 }, seconds);
  const files = await context.get("files")();
  const pages = clusterPages(new ChannelReaders(identity), channel, body.after);
  const encoder = new TextEncoder();
  const lines = new ReadableStream({
    pull: async (controller) => {
      const { value } = await pages.next();
      if (!value) return controller.close();
      const text = linesOf(context, files, value).map((line) => `${JSON.stringify(line)}\n`);
      controller.enqueue(encoder.encode(text.join("")));
    },
  });
  return new Response(lines, { headers: { "content-type": "application/x-ndjson" } });
}

/** Some tokens, or where the next request continues. */
type Page = readonly TokenCodewords[] | { readonly next: LinkToken | null };

/** The channel's tokens, shard by shard in the order of their tokens, then where to continue. */
async function* clusterPages(
  readers: ChannelReaders,
  channel: Channel,
  after: LinkToken | null,
): AsyncGenerator<Page, undefined> {
  let shard: ShardNumber = after === null ? 0 : shardOf(after);
  let last = after;
  for (let pages = 0; shard < SHARDS; pages++) {
    if (pages >= MAX_PAGES && last !== null) {
      yield { next: last };
      return undefined;
    }
    const page = await readers.page(channel, shard, shardOfOrNull(last) === shard ? last : null, PAGE_TOKENS);
    last = page.tokens.at(-1)?.token ?? last;
    if (page.last === undefined) shard += 1;
    yield page.tokens;
  }
  yield { next: null };
  return undefined;
}

function shardOfOrNull(token: LinkToken | null): ShardNumber | undefined {
  return token === null ? undefined : shardOf(token);
}

function linesOf(context: EdgeContext, files: SiteFiles, page: Page): ClusterLine[] {
  if ("next" in page) return [{ next: page.next }];
  return page.flatMap(({ token, codewords }): ClusterLine[] => {
    const assignment = codewords.length > 0 && fusedAssignment(files, context.get("site"), codewords);
    if (!assignment) return [];
    const { clusterId, generation, level, confidence } = assignment;
    return [{ token, clusterId, generation, level, confidence }];
  });
}
