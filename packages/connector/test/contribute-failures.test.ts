import type { Round } from "@sedge/protocol";
import { describe, expect, test } from "vitest";
import { HOUR_MS, later, people, receipt, useContributingTill } from "./contributing-till.ts";
import { JOINT, newRound, roundSite } from "./dry-round-site.ts";

const { push, contribute, to, votes, ballots, spent } = useContributingTill();

describe("a round that the connector cannot use", () => {
  const refusal = (site: typeof fetch) => contribute(site).catch((error: unknown) => String(error));

  test("that the aggregator did not sign, or that measures only visits, gets nothing", async () => {
    await push(...people);
    const site = roundSite(newRound());
    const louder: typeof fetch = async (input, init) => {
      const answer = await site(input, init);
      if (!String(input).endsWith("/round")) return answer;
      const round = (await answer.json()) as Round;
      return Response.json({ ...round, noise: { countStdDev: 0.01, sumStdDev: 0.01 } });
    };
    expect(await refusal(louder)).toContain("round-refused: the aggregator did not sign this round");
    const visits = { ...JOINT, featureSchema: "session.v1" };
    expect(await refusal(roundSite(newRound({ measurement: visits })))).toContain("(unknown-measurement)");
    expect([to("deliveries").length, to("contributions").length]).toEqual([0, 0]);
  });

  test("that does not exist yet, or whose codebook is not the manifest's, is awaited", async () => {
    await push(...people);
    const nothing = { round: null, received: 0, ended: {}, waiting: 0, waitingUntil: null, unsent: 0 };
    expect(await contribute(roundSite(undefined))).toEqual(nothing);
    expect(await contribute(roundSite(newRound({ generation: 1 })))).toEqual(nothing);
    expect(to("deliveries").length).toBe(0);
  });

  test("that has closed settles contributions in progress without cost", async () => {
    await push(...people);
    await contribute(roundSite(newRound()));
    expect(await contribute(roundSite(undefined))).toMatchObject({ round: null, ended: { "round-not-open": 3 } });
    const next = newRound();
    await contribute(roundSite(next));
    expect(await contribute(roundSite(next), later(HOUR_MS + 1_000))).toMatchObject({
      received: 0,
      ended: { "too-late": 3 },
    });
    expect([...(await spent()), votes().length]).toEqual([0, 0, 0, 0]);
  });

  test("gets no vote if an operator did not use the key that the round names", async () => {
    await push(receipt("a", "L-1001"));
    const round = newRound();
    const [site, other] = [roundSite(round, 0), roundSite(round, 0)];
    const swapped: typeof fetch = (input, init) => (String(input).endsWith("/deliveries") ? other : site)(input, init);
    expect(await refusal(swapped)).toContain("bad-proof");
    expect([votes().length, ...(await spent())]).toEqual([0, 0]);
  });
});

describe("whatever fails in between", () => {
  const routes = ["manifest", "round", "deliveries", "contributions"] as const;
  const deaths = routes.flatMap((route) => ["before", "after"].map((when) => [when, route] as const));

  test.each(deaths)(
    "a call that is cut off %s its request for %s is finished by the next, once",
    async (when, route) => {
      await push(...people);
      const site = roundSite(newRound(), 0);
      let isGone = false;
      const cut: typeof fetch = async (input, init) => {
        if (isGone) throw new TypeError("the network is gone");
        if (!String(input).endsWith(`/${route}`)) return site(input, init);
        isGone = true;
        if (when === "after") await site(input, init);
        throw new TypeError("the network is gone");
      };
      await expect(contribute(cut)).rejects.toMatchObject({ code: "operators-unreachable" });
      expect(await contribute(site)).toMatchObject({ received: 3, ended: {}, waiting: 0 });
      expect(new Set(ballots().map(({ operationId, body }) => `${operationId} ${body.blinded}`)).size).toBe(3);
      expect(new Set(to("contributions").map(({ body }) => body)).size).toBe(3);
      const costs = to("contributions")
        .map(({ microEpsilon }) => microEpsilon)
        .filter((cost) => cost > 0);
      expect(await spent()).toEqual(costs);
    },
  );
});
