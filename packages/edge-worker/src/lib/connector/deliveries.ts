import { checkConnector, readJson, Refusal, refusalOf, sha256OfText } from "@sedge/operator";
import {
  type Channel,
  type ConnectorScope,
  type DeliveredEnvelope,
  type DeliveredMessage,
  Delivery,
  type DeliveryResult,
  type DeliveryResults,
  deliveryText,
  type LinkToken,
  MAX_DELIVERY_BYTES,
} from "@sedge/protocol";
import type { EdgeContext } from "../context.ts";
import { ChannelReaders } from "../identity/client/channel-readers.ts";
import type { Identity } from "../identity/client/identity.ts";
import { assign, link, record, unlink } from "../profile-actions.ts";
import { erase, undo } from "../rights/proven-actions.ts";
import { drawBallot } from "../rounds/round-routes.ts";
import { checkDelivered, type SignedRequest } from "../signed-request.ts";
import { announce } from "../triggers/announce.ts";
import { permitted } from "./permission.ts";

/** How many items of a delivery are under way at once. */
const AT_ONCE = 8;

/** Who delivers, and when. */
interface Deliverer {
  readonly channel: Channel;
  readonly scopes: ReadonlySet<ConnectorScope>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Items, each checked, followed or refused by itself: the answer names them in the order in which they came. */
export async function answerDeliver(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const { connector, items } = await readJson(context.req.raw, Delivery, MAX_DELIVERY_BYTES);
  const seconds = Math.floor(now / 1_000);
  const request = await checkConnector(connector, "deliver", context.get("site").id, seconds);
  const { channel, body } = request.message;
  if (body.digest !== (await sha256OfText(deliveryText(items)))) throw new Refusal("bad-signature");
  const wish = { scopes: ["link", "contribute"], spending: "deliveries", count: items.length } as const;
  const deliverer = { channel, scopes: await permitted(context, request, wish, seconds), now };
  const followed: Followed[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const some = items.slice(start, start + AT_ONCE);
    const latest = new Map<LinkToken, Promise<Followed>>();
    const results = some.map((item) => {
      const tokens = item.signatures.map(({ token }) => token);
      // Items of one token are followed in their order: a withdrawal before the erasure that comes with it.
      const before = Promise.all(tokens.map(async (token) => latest.get(token)));
      const result = before.then(() => resultOf(context, identity, item, deliverer));
      for (const token of tokens) latest.set(token, result);
      return result;
    });
    followed.push(...(await Promise.all(results)));
  }
  await registerTokens(context, identity, channel, followed);
  const answer: DeliveryResults = { results: followed.map(({ result }) => result) };
  return context.json(answer);
}

/** What became of an item, and what was checked of it if it was done. */
interface Followed {
  readonly result: DeliveryResult;
  readonly signed?: SignedRequest<DeliveredMessage>;
}

async function resultOf(
  context: EdgeContext,
  identity: Identity,
  envelope: DeliveredEnvelope,
  deliverer: Deliverer,
): Promise<Followed> {
  try {
    const signed = await checkDelivered(context, envelope, identity, deliverer.now);
    checkScope(signed.message, deliverer);
    const result = await follow(context, identity, signed, deliverer);
    return { result: { operationId: signed.message.operationId, ...result }, signed };
  } catch (error) {
    // What failed for one may have been done for the others, and its owner sends it again.
    return { result: { code: refusalOf(error, "deliver").code } };
  }
}

/**
 * Registers the tokens for the channel, then evaluates the site's trigger rules. If this fails, the delivery gets no answer and the connector sends it again.
 */
async function registerTokens(
  context: EdgeContext,
  identity: Identity,
  channel: Channel,
  followed: readonly Followed[],
): Promise<void> {
  const registered = followed.flatMap(({ signed }) =>
    signed && REGISTERING_ACTIONS.has(signed.message.action) ? [signed] : [],
  );
  const peopleOf = ({ tokens, message }: SignedRequest<DeliveredMessage>) =>
    tokens.filter((token) => message.action !== "link" || message.kinds?.[token] !== "landing-link");
  const registrations = registered.flatMap((signed) => peopleOf(signed).map((token) => ({ token, at: signed.at })));
  await new ChannelReaders(identity).register(registrations, channel);
  for (let start = 0; start < registered.length; start += AT_ONCE) {
    const some = registered.slice(start, start + AT_ONCE).map(async (signed) => {
      const [token = signed.tokens[0]] = peopleOf(signed);
      const { operationId } = signed.message;
      await announce(context, identity, { token, operationId, hasPage: false });
    });
    await Promise.all(some);
  }
}

/** These actions register their tokens for the channel. Leaving or erasing registers nobody. */
const REGISTERING_ACTIONS: ReadonlySet<DeliveredMessage["action"]> = new Set(["record", "link", "assign"]);

/** @throws {Refusal} `scope-missing`, `wrong-channel` */
function checkScope(message: DeliveredMessage, { channel, scopes }: Deliverer): void {
  if (!scopes.has(message.action === "ballot" ? "contribute" : "link")) throw new Refusal("scope-missing");
  const isOfChannel = message.action === "record" || message.action === "assign";
  if (isOfChannel && message.body.channel !== channel) throw new Refusal("wrong-channel");
}

type AppliedResult = Omit<Extract<DeliveryResult, { operationId: unknown }>, "operationId">;
async function follow(
  context: EdgeContext,
  identity: Identity,
  { message, ...signed }: SignedRequest<DeliveredMessage>,
  { now, channel }: Deliverer,
): Promise<AppliedResult> {
  const sender = { isPage: false, channel };
  switch (message.action) {
    case "record": {
      const { tokens, edges } = await record(context, identity, { ...signed, message });
      return { tokens, edges };
    }
    case "link":
      return counted(await link(context, identity, { ...signed, message }, sender, now));
    case "assign":
      return counted((await assign(context, identity, { ...signed, message }, sender)).summary);
    case "unlink":
      return counted(await unlink(context, identity, { ...signed, message }));
    case "undo":
      return counted(await undo(context, identity, { ...signed, message }, sender, now));
    case "erase": {
      const { tokens, edges } = await erase(context, identity, { ...signed, message }, sender, now);
      return { tokens, edges };
    }
    case "ballot":
      return {
        tokens: 0,
        edges: 0,
        ballot: await drawBallot(context, identity, { ...signed, message }, sender, now),
      };
  }
}

function counted({ tokens }: { readonly tokens: number }): AppliedResult {
  return { tokens, edges: 0 };
}
