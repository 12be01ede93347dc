import type { PersonalizeExplanation } from "@sedge/client-sdk";
import { describe, expect, test } from "vitest";
import { frameScript, framesOf } from "./frames.ts";
import { AGREED, compareLedger } from "./ledger-comparison.ts";
import { servePages } from "./page-server.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem({ operators: "shared" });

/** The anti-flicker CSS that a site adds, from docs/personalize.md. */
const ANTI_FLICKER = `<style>[data-sedge-show]:not([data-sedge-decided]),[data-sedge-hide]:not([data-sedge-decided]),[data-sedge-swap]:not([data-sedge-decided]){animation:sedge-wait .1s steps(1)}@keyframes sedge-wait{from{visibility:hidden}}</style>`;
/** The longest time that undecided content is hidden, in milliseconds. A busy machine adds a late frame. */
const BUDGET_MS = 100;

const tag = () =>
  `<script async src="/sedge/sedge.js" data-site="demo" data-policy="2026-11" data-endpoint="${system.operators.edgeUrl}"></script>`;
const pageWith = (body: string, head = "") =>
  `<!doctype html><html lang="en"><title>Personalised</title><link rel="icon" href="data:,">${ANTI_FLICKER}${head}${tag()}<body data-sedge-page="product" data-sedge-item="made-up">${body}`;

const explain = ({ page }: Visitor) => page.evaluate(() => window.sedge.personalize.explain());
const results = (explained: readonly PersonalizeExplanation[]) => explained.map(({ rule, result }) => [rule, result]);
const isSeen = ({ page }: Visitor, selector: string) => page.locator(selector).isVisible();

/** A visitor whose device classifies and does not ask the edge. */
async function visitorOf(site: string): Promise<Visitor> {
  const visitor = await system.visitor({ site });
  await visitor.goTo("/");
  await visitor.page.evaluate(() => window.sedge.consent.set({ classify: true }));
  await visitor.isRunning();
  await visitor.classify();
  await visitor.cluster();
  return visitor;
}

describe("personalised content", () => {
  test("explains attributes and rules, applies rules to added content before it is visible, and leaves unknown content as written", async () => {
    const site = await servePages({
      "/": pageWith(`<main>
        <p id="found" data-sedge-show="level>=0">found</p>
        <p id="never" data-sedge-show="cluster:no-such">never</p>
        <p id="later" data-sedge-show="prediction.no-such>0">unknown</p>
        <p id="wrong" data-sedge-show="cluster:">wrong</p>
        <p id="ruled" hidden>ruled</p></main>`),
    });
    const visitor = await visitorOf(site);
    const { page } = visitor;
    const requests = system.tap.requests.length;
    const { clusterId } = await visitor.cluster();
    await page.evaluate(
      (when) => window.sedge.personalize({ rules: [{ name: "mine", when, show: "#ruled" }], late: "now" }),
      `cluster:${clusterId}`,
    );
    expect(results(await explain(visitor))).toEqual([
      ["p#found", "matched"],
      ["p#never", "not-matched"],
      ["p#later", "not-known"],
      ["p#wrong", "bad-rule"],
      ["mine", "matched"],
    ]);
    const explained = await explain(visitor);
    expect(explained[4]).toEqual({
      rule: "mine",
      when: `cluster:${clusterId}`,
      result: "matched",
      why: [`yes: cluster:${clusterId} (it is ${clusterId})`],
      elements: [{ element: "p#ruled", state: "shown" }],
    });
    expect(explained[3]?.why).toEqual(["at 8: a name was expected"]);
    expect(
      await Promise.all(["#found", "#never", "#later", "#wrong", "#ruled"].map((id) => isSeen(visitor, id))),
    ).toEqual([true, false, true, true, true]);
    // `hidden` applies to sight, keyboard and screen readers.
    expect(await page.locator("#never").getAttribute("hidden")).toBe("");
    const added = await page.evaluate(async () => {
      const paragraph = Object.assign(document.createElement("p"), { id: "added", textContent: "added" });
      paragraph.dataset["sedgeShow"] = "cluster:no-such";
      document.querySelector("main")?.append(paragraph);
      await Promise.resolve();
      return paragraph.hidden;
    });
    expect(added).toBe(true);
    await expect(
      page.evaluate(() => window.sedge.personalize({ rules: [{ name: "bad", when: "cluster:a &", show: "p" }] })),
    ).rejects.toThrow("bad-rule: rule 1, bad: `when` at 11: a subject");
    expect(results(await explain(visitor))).toContainEqual(["mine", "matched"]);
    // Deciding sends no request.
    const asked = system.tap.requests.slice(requests).map(({ url }) => new URL(url).pathname);
    expect(asked.filter((path) => !/\/(?:models|wasm)\/|chunk-/.test(path))).toEqual([]);
    await page.evaluate(() => window.sedge.consent.set("none"));
    await expect.poll(() => isSeen(visitor, "#never"), { timeout: PATIENCE_MS }).toBe(true);
    expect(results(await explain(visitor))).toContainEqual(["mine", "not-known"]);
  });

  test("shows one alternative from the first visible frame, with no layout shift", async () => {
    const filler = `<p style="height:120px">What follows must not move.</p>`;
    const hero = `<div><section id="plain" data-sedge-swap="hero" style="height:90px">for everybody</section>
      <section id="personal" data-sedge-swap="hero" data-sedge-show="level>=0" style="height:90px" hidden>for you</section></div>`;
    const site = await servePages({
      "/": pageWith(`${hero}${filler}`, frameScript(["plain", "personal"])),
      "/next": pageWith(`${hero}${filler}`, frameScript(["plain", "personal"])),
    });
    const visitor = await visitorOf(site);
    const { page } = visitor;
    // The first page knows nothing yet: it waits for the budget at most, shows the default, and keeps it.
    const first = await framesOf(page);
    const shown = first.seen.filter(({ ids }) => ids !== "");
    expect(shown.map(({ ids }) => ids)).toEqual(["plain"]);
    const begun = first.seen[0]?.at ?? 0;
    expect((shown[0]?.at ?? Number.NaN) - begun).toBeLessThanOrEqual(BUDGET_MS + 2 * first.longestMs);
    expect(first.shifts).toEqual([]);
    const waiting = (await explain(visitor)).flatMap(({ elements }) => elements.map(({ waitsFor }) => waitsFor));
    expect(waiting).toEqual(["input", "input"]);
    // The next page knows what the first one found: it shows that within the budget, and nothing else.
    await visitor.goTo("/next");
    await visitor.isRunning();
    await visitor.classify();
    const next = await framesOf(page);
    const seen = next.seen.filter(({ ids }) => ids !== "").map(({ ids }) => ids);
    expect(seen).toHaveLength(1);
    expect(next.shifts).toEqual([]);
    const [choice = ""] = seen;
    // On a machine that misses the budget the default shows, and the change waits for a click.
    if (choice === "plain") await page.locator("#plain").click();
    await expect.poll(() => isSeen(visitor, "#personal"), { timeout: PATIENCE_MS }).toBe(true);
    expect((await framesOf(page)).shifts).toEqual([]);
  });

  test("delays a change while it would take the focus or move visible content", async () => {
    const site = await servePages({
      "/": pageWith(
        `<form id="held" data-sedge-hide="level>=0"><input id="field"></form>
        <div id="top" data-sedge-show="level>=0" hidden style="height:50px">pushes</div>
        <p id="below">text</p><div style="height:3000px"></div>
        <div id="deep" data-sedge-show="level>=0" hidden>out of sight</div>`,
        frameScript(["held"]),
      ),
    });
    const visitor = await system.visitor({ site });
    const { page } = visitor;
    await visitor.goTo("/");
    await page.locator("#field").focus();
    await page.evaluate(() => window.sedge.consent.set({ classify: true }));
    await visitor.cluster();
    await expect.poll(() => isSeen(visitor, "#deep"), { timeout: PATIENCE_MS }).toBe(true);
    const waits = async () =>
      (await explain(visitor)).flatMap(({ elements }) => elements.map(({ element, waitsFor }) => [element, waitsFor]));
    expect(await waits()).toEqual([
      ["form#held", "focus"],
      ["div#top", "input"],
      ["div#deep", undefined],
    ]);
    await page.keyboard.type("a");
    await expect.poll(() => isSeen(visitor, "#top"), { timeout: PATIENCE_MS }).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("field");
    await page.locator("#below").click();
    await expect.poll(() => isSeen(visitor, "#held"), { timeout: PATIENCE_MS }).toBe(false);
    expect((await framesOf(page)).shifts).toEqual([]);
  });
});

test("the shop's panel explains what the page shows and why, under strict policies", async () => {
  const visitor = await system.visitor();
  const { page } = visitor;
  await page.goto(`${system.shopUrl}/?utm_source=newsletter&utm_medium=email`);
  await visitor.sedgeIsThere();
  await visitor.answer("Accept all");
  await visitor.isRunning();
  await visitor.cluster();
  const welcome = page.getByText("Good to see you.");
  const panel = page.getByRole("region", { name: "Personalisation on this page" });
  await expect
    .poll(() => panel.textContent(), { timeout: PATIENCE_MS })
    .toMatch(/arrival:email.*matched.*yes: arrival:email/s);
  // At the top of the page it would push everything down, so it appears with the visitor's next click.
  if (!(await welcome.isVisible())) await page.locator("#main h1").click();
  await expect.poll(() => welcome.isVisible(), { timeout: PATIENCE_MS }).toBe(true);
  expect(visitor.reportedErrors).toEqual([]);
  await visitor.browse();
  await expect
    .poll(async () => compareLedger(await visitor.ledger(), system.tap.requests, system.operators.edgeUrl), {
      timeout: PATIENCE_MS,
    })
    .toEqual(AGREED);
  const sent = system.tap.to(system.operators.edgeUrl).map(({ raw }) => raw.toString());
  expect(sent.filter((raw) => /utm_|newsletter|arrival/.test(raw))).toEqual([]);
});
