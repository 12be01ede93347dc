import { ClusterLine, type LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { connectorOf, deliver, exportClusters, readCluster } from "../../../test/delivery.ts";
import { shard, storage } from "../../../test/shards.ts";
import { act, envelope, message, problem, problemOf, randomText, RECEIPT, somebody } from "../../../test/visitor.ts";
import { shardOf, SHARDS } from "../identity/shard/shard-number.ts";

const TILL = "shop-till";
const ROOT = { generation: 0, path: "" };
type Keys = Awaited<ReturnType<typeof somebody>>;

async function registerTokens(channel: "shop-till" | "email", people: readonly Keys[]): Promise<void> {
  const items = await Promise.all(
    people.map((keys) => envelope([keys], message("assign", { body: { channel, codeword: ROOT } }))),
  );
  for (const outcome of await deliver(channel, items)) expect(outcome).not.toHaveProperty("code");
}

async function read(channel: "shop-till" | "email", token: string): Promise<Response> {
  return readCluster(await connectorOf(channel), channel, token);
}

async function exported(channel: "shop-till" | "email", after: string | null = null): Promise<ClusterLine[]> {
  const response = await exportClusters(await connectorOf(channel), channel, after);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
  const lines = new TextDecoder()
    .decode(await response.arrayBuffer())
    .trimEnd()
    .split("\n");
  return lines.map((line) => v.parse(v.pipe(v.string(), v.parseJson(), ClusterLine), line));
}

describe("a cluster is read by token", () => {
  test("of a token that the channel has registered: the fused one, of all channels", async () => {
    const ann = await somebody();
    await registerTokens(TILL, [ann]);
    await act("assign", [ann], { body: { channel: "web", codeword: ROOT } });
    const answer = await (await read(TILL, ann.token)).json<{ channels: string[]; clusterId: string }>();
    expect(answer.channels.toSorted()).toEqual(["shop-till", "web"]);
    expect(await exported(TILL)).toMatchObject([{ token: ann.token, clusterId: answer.clusterId }, { next: null }]);
  });

  test("of no other token: another channel's, a page's and an unknown one get the same problem", async () => {
    const [tills, emails, pages] = await Promise.all([somebody(), somebody(), somebody()]);
    await registerTokens(TILL, [tills]);
    await registerTokens("email", [emails]);
    await act("link", [pages, tills]);
    await act("assign", [pages], { body: { channel: "web", codeword: ROOT } });
    const refused = problem(404, "unknown-profile");
    for (const token of [emails.token, pages.token, (await somebody()).token]) {
      expect(await problemOf(await read(TILL, token))).toEqual(refused);
    }
    expect((await exported(TILL)).map((line) => "token" in line && line.token)).toEqual([tills.token, false]);
    expect((await read("email", emails.token)).status).toBe(200);
  });

  test("until its consent is withdrawn, whichever token of the person does so", async () => {
    const [ann, bob, device] = await Promise.all([somebody(), somebody(), somebody()]);
    await registerTokens(TILL, [ann, bob]);
    const receipt = { ...RECEIPT, purposes: [] };
    await act("unlink", [bob], { receipt });
    await act("link", [ann, device]);
    expect((await read(TILL, ann.token)).status).toBe(200);
    await act("erase", [device], { receipt });
    for (const { token } of [ann, bob]) {
      expect(await problemOf(await read(TILL, token))).toEqual(problem(404, "unknown-profile"));
    }
    expect(await exported(TILL)).toEqual([{ next: null }]);
    expect((await storage()).registered).toEqual([]);
  });

  test("by the token that is signed for, and no other; without a codeword there is none yet", async () => {
    const [ann, bob] = await Promise.all([somebody(), somebody()]);
    await registerTokens(TILL, [ann]);
    await deliver(TILL, [await envelope([bob], message("link"))]);
    expect(await problemOf(await read(TILL, bob.token))).toEqual(problem(404, "no-cluster"));
    const other = await readCluster(await connectorOf(TILL), TILL, ann.token, { body: { token: bob.token } });
    expect(await problemOf(other)).toEqual(problem(400, "malformed-request"));
    expect(await exported(TILL)).toMatchObject([{ token: ann.token }, { next: null }]);
  });
});

describe("an export", () => {
  test("lists every token once, wherever it is at home, and continues after any token", async () => {
    const people = await Promise.all(Array.from({ length: 48 }, somebody));
    await registerTokens(TILL, people);
    // Some move to another shard than their token's.
    for (let index = 0; index + 1 < 16; index += 2) {
      const [one, other] = [people[index], people[index + 1]];
      if (one && other) await act("link", [one, other]);
    }
    const all = await exported(TILL);
    const tokens = all.flatMap((line) => ("token" in line ? [line.token] : []));
    expect(tokens.toSorted()).toEqual(people.map(({ token }) => token).sort());
    expect(all.at(-1)).toEqual({ next: null });
    for (const index of [0, 20, 47]) {
      const rest = await exported(TILL, tokens[index]);
      expect(rest.flatMap((line) => ("token" in line ? [line.token] : []))).toEqual(tokens.slice(index + 1));
    }
  });

  test("is read page by page within a shard, without a gap and without a repeat", async () => {
    const people = await Promise.all(Array.from({ length: 40 }, somebody));
    await registerTokens(TILL, people);
    const found: LinkToken[] = [];
    for (let number = 0; number < SHARDS; number++) {
      let after: LinkToken | null = null;
      for (;;) {
        const page: { token: LinkToken }[] = await shard(number).registeredPage(TILL, after, 2);
        found.push(...page.map(({ token }) => token));
        if (page.length < 2) break;
        after = page[1]?.token ?? null;
      }
    }
    expect(found.toSorted()).toEqual(people.map(({ token }) => token).sort());
  });

  test("without tokens is a single end line", async () => {
    expect(await exported(TILL)).toEqual([{ next: null }]);
    expect(await exported(TILL, randomText(32))).toEqual([{ next: null }]);
  });
});

test("a message signed before a withdrawal does not make the token readable again", async () => {
  const ann = await somebody();
  await registerTokens(TILL, [ann]);
  const own = shard(shardOf(ann.token));
  const now = Math.floor(Date.now() / 1_000);
  await own.withdraw(ann.token, Math.floor(Date.now() / 1_000));
  await own.registerForChannel([{ token: ann.token, at: now - 2 }], TILL);
  expect(await problemOf(await read(TILL, ann.token))).toEqual(problem(404, "unknown-profile"));
  await own.registerForChannel([{ token: ann.token, at: now + 60 }], TILL);
  expect((await read(TILL, ann.token)).status).toBe(200);
});
