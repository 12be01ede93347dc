import type { LinkKeys } from "@sedge/privacy/link-key";
import type { LinkResult, ProfileExport } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { tokenDigest } from "../operations/short-memory.ts";
import { expectSound, storage } from "../../../../test/shards.ts";
import {
  act,
  message,
  envelope,
  post,
  problem,
  problemOf,
  randomText,
  RECEIPT,
  somebody,
} from "../../../../test/visitor.ts";
import { shardOf } from "../shard/shard-number.ts";

const root = { generation: 0, path: "" };
const observe = (channel: string, path: string) => ({ body: { channel, codeword: { generation: 0, path } } });

async function outcome(response: Response): Promise<LinkResult> {
  expect(response.status).toBe(200);
  return response.json();
}

/** Two people's keys whose tokens are kept in different shards. */
async function apart(): Promise<[LinkKeys, LinkKeys]> {
  const one = await somebody();
  for (;;) {
    const other = await somebody();
    if (shardOf(other.token) !== shardOf(one.token)) return [one, other];
  }
}

describe("link", () => {
  test("one token registers itself", async () => {
    const ann = await somebody();
    expect(await outcome(await act("link", [ann]))).toMatchObject({ tokens: 1, assignment: null });
    const { pointers, members, edges } = await storage();
    const shard = shardOf(ann.token);
    expect(pointers).toEqual([{ token: ann.token, home: shard, shard }]);
    expect(members).toMatchObject([{ token: ann.token, shard }]);
    expect(edges).toEqual([]);
  });

  test("two tokens of different shards become one profile, and both devices get one fused cluster", async () => {
    const [email, phone] = await apart();
    expect((await act("assign", [email], observe("web", ""))).status).toBe(200);
    expect((await act("assign", [phone], observe("app", ""))).status).toBe(200);
    await expectSound();
    const linked = await outcome(await act("link", [email, phone]));
    expect(linked.tokens).toBe(2);
    expect(linked.assignment?.channels.toSorted()).toEqual(["app", "web"]);
    await expectSound();
    const { members, edges, observations } = await storage();
    expect(new Set(members.map(({ shard, profile }) => `${shard}.${String(profile)}`)).size).toBe(1);
    expect(edges).toHaveLength(1);
    expect(observations).toHaveLength(2);
    for (const keys of [email, phone]) {
      const read: ProfileExport = await (await act("export", [keys])).json();
      expect(read.tokens).toEqual([email.token, phone.token].sort());
      expect(read.assignment).toEqual(linked.assignment);
    }
  });

  test("chains across many shards end in one profile, in any order and at once", async () => {
    const people = await Promise.all(Array.from({ length: 8 }, somebody));
    const pairs = people.slice(1).map((other, index) => [people[index], other]);
    const answers = await Promise.all(
      pairs.map((pair) =>
        act(
          "link",
          pair.filter((keys) => keys !== undefined),
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(pairs.map(() => 200));
    await expectSound();
    const read: ProfileExport = await (await act("export", people.slice(3, 4))).json();
    expect(read.tokens).toEqual(people.map(({ token }) => token).sort());
    expect(read.edges).toHaveLength(7);
  });

  test("two requests that link the same pair from both sides at once agree", async () => {
    for (let round = 0; round < 5; round++) {
      const [one, other] = await apart();
      const answers = await Promise.all([act("link", [one, other]), act("link", [other, one])]);
      for (const answer of answers) expect((await outcome(answer)).tokens).toBe(2);
    }
    await expectSound();
  });

  test("a repeat with a new nonce gets the same outcome, and does not undo what came after", async () => {
    const [email, phone] = await apart();
    const operationId = randomText(16);
    const first = await outcome(await act("link", [email, phone], { operationId }));
    expect(await outcome(await act("link", [phone, email], { operationId }))).toEqual(first);
    expect((await storage()).edges).toHaveLength(1);
    await act("unlink", [phone]);
    expect((await outcome(await act("link", [email, phone], { operationId }))).tokens).toBe(2);
    expect((await storage()).edges).toEqual([]);
    await expectSound();
  });
});

describe("unlink", () => {
  test("takes the token's codewords along, and splits what it held together", async () => {
    const [left, middle, right] = await Promise.all([somebody(), somebody(), somebody()]);
    await act("link", [left, middle]);
    await act("link", [middle, right]);
    await act("assign", [middle], observe("web", ""));
    await act("assign", [left], observe("app", ""));
    const gone = await outcome(await act("unlink", [middle]));
    expect(gone).toMatchObject({ tokens: 1, assignment: { channels: ["web"] } });
    await expectSound();
    const profiles = await Promise.all(
      [left, middle, right].map(async (keys) => (await act("export", [keys])).json<ProfileExport>()),
    );
    expect(profiles.map(({ tokens }) => tokens)).toEqual([[left.token], [middle.token], [right.token]]);
    expect(profiles.map(({ observations }) => observations.map(({ channel }) => channel))).toEqual([
      ["app"],
      ["web"],
      [],
    ]);
    expect((await storage()).edges).toEqual([]);
  });

  test("keeps the other tokens of one operation together", async () => {
    const people = await Promise.all([somebody(), somebody(), somebody()]);
    await act("link", people);
    await act("unlink", people.slice(0, 1));
    const read: ProfileExport = await (await act("export", people.slice(1, 2))).json();
    expect(read.tokens).toEqual(
      people
        .slice(1)
        .map(({ token }) => token)
        .sort(),
    );
  });

  test("can be undone without loss", async () => {
    const [email, phone] = await apart();
    await act("assign", [email], observe("web", ""));
    await act("link", [email, phone]);
    await act("unlink", [email]);
    const again = await outcome(await act("link", [email, phone]));
    expect(again).toMatchObject({ tokens: 2, assignment: { channels: ["web"] } });
    await expectSound();
  });

  test("of somebody unknown is refused", async () => {
    expect(await problemOf(await act("unlink", [await somebody()]))).toEqual(problem(404, "unknown-profile"));
  });
});

describe("export", () => {
  test("returns all that is stored", async () => {
    const [email, phone] = await apart();
    const operationId = randomText(16);
    await act("assign", [phone], observe("web", ""));
    await act("link", [email, phone], { operationId });
    const read: ProfileExport = await (await act("export", [email])).json();
    const [a, b] = [email.token, phone.token].sort();
    expect(read).toEqual({
      tokens: [a, b],
      edges: [{ a, b, kind: "strong", weight: 64, operationId, operations: [operationId], waterfall: [] }],
      history: [{ operationId, action: "link", tokens: [a, b], at: expect.any(Number), effective: true, declined: [] }],
      records: [],
      observations: [{ token: phone.token, channel: "web", codeword: root }],
      rounds: [],
      journey: {
        seen: [{ token: phone.token, channel: "web", at: expect.toSatisfy((at: number) => at % 3_600 === 0) }],
        transitions: [],
        fired: [],
        webhooks: [],
      },
      knownBy: [],
      landingLinks: [],
      receipts: expect.arrayContaining([
        { token: email.token, receipt: RECEIPT },
        { token: phone.token, receipt: RECEIPT },
      ]),
      assignment: expect.objectContaining({ level: 0, generation: 0, channels: ["web"] }),
    });
  });

  test("of somebody unknown is refused, and leaves nothing", async () => {
    expect(await problemOf(await act("export", [await somebody()]))).toEqual(problem(404, "unknown-profile"));
    expect((await env.DB.prepare("SELECT * FROM receipts").all()).results).toEqual([]);
    expect((await storage()).pointers).toEqual([]);
  });
});

describe("erase", () => {
  test("leaves nothing of the profile in any shard; of its tokens the withdrawal's receipt remains, by itself", async () => {
    const people = await Promise.all([somebody(), somebody(), somebody(), somebody()]);
    await act("link", people);
    for (const keys of people) await act("assign", [keys], observe("web", ""));
    const operationId = randomText(16);
    const receipt = { ...RECEIPT, purposes: [] };
    const erased = await (await act("erase", people.slice(2, 3), { operationId, receipt })).json();
    expect(erased).toEqual({ operationId, tokens: 4, edges: 6, observations: 4 });
    const { nonces, operation_results: remembered, erased: digests, tombstones, ...rest } = await storage();
    expect(nonces.length).toBeGreaterThan(0);
    expect([digests.length, tombstones.length]).toEqual([4, 4]);
    expect(remembered).toMatchObject([{ token: null }]);
    for (const rows of Object.values(rest)) expect(rows).toEqual([]);
    const everything = JSON.stringify(await storage());
    for (const { token } of people) expect(everything).not.toContain(token);
    // Of the receipts, each token's withdrawal alone, under its digest.
    const { results } = await env.DB.prepare("SELECT subject, purposes FROM receipts ORDER BY subject").all();
    const subjects = (await Promise.all(people.map(({ token }) => tokenDigest(token)))).sort();
    expect(results).toEqual(subjects.map((subject) => ({ subject, purposes: "" })));
  });

  test("of a stranger erases nothing, and its repeat does not erase what came later", async () => {
    const ann = await somebody();
    const operationId = randomText(16);
    const nothing = { operationId, tokens: 0, edges: 0, observations: 0 };
    expect(await (await act("erase", [ann], { operationId })).json()).toEqual(nothing);
    await act("link", [ann]);
    expect(await (await act("erase", [ann], { operationId })).json()).toEqual(nothing);
    expect((await storage()).pointers).toHaveLength(1);
  });

  test("answers a repeat with the same outcome", async () => {
    const people = await apart();
    await act("link", people);
    const operationId = randomText(16);
    const first = await (await act("erase", people, { operationId })).json();
    expect(first).toMatchObject({ tokens: 2, edges: 1 });
    expect(await (await act("erase", people, { operationId })).json()).toEqual(first);
    await act("link", people);
    expect(await (await act("erase", people, { operationId })).json()).toEqual(first);
    expect((await storage()).members).toHaveLength(2);
    await expectSound();
  });
});

describe("replay", () => {
  test("is refused by every shard that saw a signature, in whole and in part", async () => {
    const people = await apart();
    const sent = await envelope(people, message("link"));
    expect((await post("link", sent)).status).toBe(200);
    const before = await storage();
    for (const signatures of [
      sent.signatures,
      sent.signatures.toReversed(),
      sent.signatures.slice(0, 1),
      sent.signatures.slice(1),
    ]) {
      expect(await problemOf(await post("link", { ...sent, signatures }))).toEqual(problem(409, "replayed-request"));
    }
    expect(await storage()).toEqual(before);
  });

  test("accepts one of two simultaneous copies", async () => {
    const sent = await envelope(await apart(), message("link"));
    const answers = await Promise.all([post("link", sent), post("link", sent), post("link", sent)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});
