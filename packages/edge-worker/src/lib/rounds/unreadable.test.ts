import { runInDurableObject } from "cloudflare:test";
import { fromBase64url } from "@sedge/privacy/base64url";
import { cellSum, deriveVerifyKey } from "@sedge/privacy/contribution";
import { type Contribution, type Round, shapeOfMeasurement } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, test, vi } from "vitest";
import { contributionOf, drawBallot, SMALL_SITE, send } from "../../../test/contributor.ts";
import { openRound, pass, reportShards } from "../../../test/round-objects.ts";
import { guessedShare, type Sample } from "../../../test/predictor.ts";
import { ReportBody } from "./report-rows.ts";

/** Of 32 guesses at chance, 6 or fewer are right, or 26 or more, one time in two thousand. */
const CHANCE = { least: 0.2, most: 0.8 };
const SAMPLES = 32;

/** The stored rows of the edge's objects, by ballot. */
async function storedReports(round: Round): Promise<Map<string, Uint8Array>> {
  const rows = await Promise.all(
    reportShards(round.round).map((shard) =>
      runInDurableObject(shard, (_, state) =>
        state.storage.sql.exec<{ ballot: string; body: string }>("SELECT ballot, body FROM reports").toArray(),
      ),
    ),
  );
  return new Map(
    rows.flat().map(({ ballot, body }) => {
      const { publicShare, edgeShare, sealedShare } = v.parse(ReportBody, JSON.parse(body));
      return [
        ballot,
        Uint8Array.from([publicShare, edgeShare, sealedShare].flatMap((text) => [...fromBase64url(text)])),
      ];
    }),
  );
}

test("neither what the edge stores, nor what it passes on, nor what is logged predicts a planted vote", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...parts: unknown[]) => void lines.push(parts.join(" ")));
  const round = await openRound();
  const votes = cellSum(shapeOfMeasurement(round.measurement), SMALL_SITE, round.round);
  const verifyKey = deriveVerifyKey(fromBase64url(env.VERIFY_KEY), SMALL_SITE, round.round);
  const sent: { contribution: Contribution; planted: 0 | 1 }[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const planted = sample % 2 === 0 ? 0 : 1;
    // The planted votes differ in all that a vote says.
    const values = new Int32Array(votes.shape.coordinates).fill(planted === 0 ? -40 : 40);
    const contribution = await contributionOf(round, await drawBallot(round), { cell: planted * 40, values });
    expect((await send("contribution", contribution)).status).toBe(200);
    sent.push({ contribution, planted });
  }
  const stored = await storedReports(round);
  const [atEdge, passedOn]: [Sample[], Sample[]] = [[], []];
  for (const { contribution, planted } of sent) {
    const { nonce, publicShare, edgeShare, sealedShare, ballot } = contribution;
    const bytes = stored.get(ballot.nonce);
    if (!bytes) throw new Error("a contribution is not stored");
    atEdge.push({ bytes, planted });
    const [open, share] = [fromBase64url(publicShare), fromBase64url(edgeShare)];
    const { message } = await votes.prepare("edge", verifyKey, fromBase64url(nonce), open, share);
    const seen = [...open, ...fromBase64url(sealedShare), ...message];
    passedOn.push({ bytes: Uint8Array.from(seen), planted });
  }
  for (const samples of [atEdge, passedOn]) {
    const share = guessedShare(samples);
    expect(share).toBeGreaterThan(CHANCE.least);
    expect(share).toBeLessThan(CHANCE.most);
  }
  await pass(round.round, 1);
  vi.restoreAllMocks();
  const log = lines.join("\n");
  for (const { contribution } of sent) {
    for (const text of [contribution.nonce, contribution.ballot.nonce, contribution.edgeShare.slice(0, 40)])
      expect(log).not.toContain(text);
  }
});

test("the same guesser finds what is there to be found", () => {
  const sample = (index: number): Sample => {
    const bytes = crypto.getRandomValues(new Uint8Array(400));
    const planted = index % 2 === 0 ? 0 : 1;
    for (let at = 0; at < 20; at++) bytes[at] = planted === 0 ? 0x0f : 0xf0;
    return { bytes, planted };
  };
  expect(guessedShare(Array.from({ length: SAMPLES }, (_, index) => sample(index)))).toBeGreaterThan(CHANCE.most);
});
