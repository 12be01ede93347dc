import type { SedgeEvent } from "@sedge/features";
import { beforeEach, describe, expect, test } from "vitest";
import { page, server, useRecordedPage } from "./recorded-page.ts";
import { eventsWith, openWithConsent } from "./shop-page.ts";

useRecordedPage();

// The times after which a click is dead or a burst over pass when the test says so, and a click is as late as it says.
beforeEach(() =>
  page.addInitScript(() => {
    const { setTimeout, clearTimeout } = window;
    const held = new Map<number, { call: () => void; ms: number }>();
    let last = 1_000_000_000;
    const waits = (call: () => void, ms: number) => {
      if (ms !== 2_000) return setTimeout(call, ms);
      last += 1;
      held.set(last, { call, ms });
      return last;
    };
    const stops = (id: number) => {
      if (!held.delete(id)) clearTimeout(id);
    };
    Object.assign(window, { held, setTimeout: waits, clearTimeout: stops });
  }),
);

const open = (body: string) => openWithConsent(page, server, `<body>${body}`);
const countOf = (events: readonly SedgeEvent[], kind: SedgeEvent["kind"]) =>
  events.filter((event) => event.kind === kind).length;

/** Clicks a spot, each time as though 100 ms had passed. */
async function click(selector: string, times: number): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not shown.`);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2, button: "left" } as const;
  const input = await page.context().newCDPSession(page);
  const from = Date.now() / 1_000 - 1;
  for (let time = 1; time <= times; time++) {
    const timestamp = from + time / 10;
    await input.send("Input.dispatchMouseEvent", { type: "mousePressed", ...place, timestamp, clickCount: time });
    await input.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...place, timestamp, clickCount: time });
    // What the click causes in later tasks, such as the event of a player.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  await input.detach();
}

/** The page has answered every click: nothing waits any more for an answer. */
async function isAlive(): Promise<void> {
  await page.waitForFunction(
    () => [...Reflect.get(window, "held").values()].every(({ ms }: { ms: number }) => ms !== 2_000),
    undefined,
    { timeout: 60_000 },
  );
}

/** The time in which the page could have answered is over. */
async function isOver(): Promise<void> {
  await page.evaluate(() => {
    for (const { call } of Reflect.get(window, "held").values()) call();
  });
}

const DRAWER = `<x-drawer></x-drawer><x-closed role="button" tabindex="0"></x-closed><script>
  class Drawer extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" }).innerHTML = '<button id="in">in</button><button id="dead-in">x</button><aside hidden>drawer</aside>';
      this.shadowRoot.querySelector("#in").onclick = () => this.toggle();
    }
    toggle() { this.shadowRoot.querySelector("aside").toggleAttribute("hidden"); }
  }
  class Closed extends HTMLElement {
    constructor() { super(); this.attachShadow({ mode: "closed" }).innerHTML = '<b style="font-size:30px">closed</b>'; }
  }
  customElements.define("x-drawer", Drawer);
  customElements.define("x-closed", Closed);
</script>`;

describe("dead clicks", () => {
  test("no click is dead that the page answers in whatever way", async () => {
    await open(`${DRAWER}<video id="v" controls></video><dialog id="d">d<form method="dialog"><button id="close">x</button></form></dialog>
      <button id="copy" onclick="navigator.clipboard.writeText('x').catch(() => 0)">copy</button>
      <button id="old-copy" onclick="document.execCommand('copy')">copy</button>
      <button id="mute" onclick="v.muted = !v.muted">mute</button>
      <button id="sound" onclick="new Audio('data:audio/wav,').play().catch(() => 0)">sound</button>
      <button id="window" onclick="alert('x')">window</button>
      <button id="draw"><canvas width="40" height="20"></canvas></button>
      <button id="drawer" onclick="document.querySelector('x-drawer').toggle()">drawer</button>
      <button id="pop" popovertarget="p">pop</button><div id="p" popover style="inset:auto 0 0 auto">p</div>
      <button id="menu" onpointerdown="this.nextSibling.hidden = !this.nextSibling.hidden">menu</button><ul><li>on press</ul>
      <span><button id="plus" type="button" onclick="n.value = +n.value + 1">+</button><input id="n" type="text" value="1"></span>
      <button id="show" onclick="d.showModal()">show</button>
      <section data-sedge-ignore="rage, dead-clicks"><button id="ignored">ignored</button></section>
      <button role="tab" aria-selected="true" id="tab">this tab</button>`);
    const ids = "copy old-copy mute sound window draw drawer in pop menu plus ignored tab show close".split(" ");
    for (const id of ids) {
      await page.click(`#${id}`);
      await isAlive().catch(() => expect.fail(`The click on ${id} counts as dead.`));
    }
    await page.click("x-closed");
    await isAlive();
  });

  test("one that nothing answers is, in a shadow root too", async () => {
    await open(`${DRAWER}<button id="dead">dead</button>`);
    await page.click("#dead");
    await isOver();
    await page.click("#dead-in");
    await isOver();
    expect(countOf(await eventsWith(page, "dead-click", 2), "dead-click")).toBe(2);
  });

  test("what a tag manager adds, and what only the press changes, is no answer", async () => {
    await open(
      `<button id="dead" onpointerdown="this.classList.add('pressed')" onclick="document.body.append(document.createElement('script'))">b</button>`,
    );
    await page.click("#dead");
    await isOver();
    expect(countOf(await eventsWith(page, "dead-click"), "dead-click")).toBe(1);
  });

  test("methods that are watched in the meantime are the page's own again afterwards", async () => {
    await open(`<button id="b" onclick="this.title = 'x'">b</button>`);
    await page.evaluate(() => Object.assign(window, { before: [window.open, navigator.clipboard.writeText] }));
    await page.click("#b");
    await isOver();
    const isOwn = () =>
      page.evaluate(() => {
        const [open, write] = Reflect.get(window, "before");
        const isWritten = Object.hasOwn(navigator.clipboard, "writeText");
        return [open === window.open, write === navigator.clipboard.writeText, isWritten];
      });
    await expect.poll(isOwn).toEqual([true, true, false]);
  });
});

describe("rage clicks", () => {
  test("three on a button that does nothing are one, in a shadow root too; what answers each click is none", async () => {
    await open(`${DRAWER}<button id="rage">rage</button><p id="text">Three clicks select this paragraph.</p>
      <span><button id="plus" type="button" onclick="n.value = +n.value + 1">+</button><input id="n" value="1"></span>
      <button id="count" onclick="this.textContent = +this.textContent + 1">1</button><output id="next">1</output>
      <button id="forward" onclick="next.textContent = +next.textContent + 1">next</button>
      <canvas id="game"></canvas><video id="v" controls></video><button id="mute" onclick="v.muted = !v.muted">mute</button>
      <input id="field" value="words to select"><section data-sedge-ignore="rage"><div><button id="ignored">ignored</button></div></section>
      <button id="ripple" onclick="this.append(document.createElement('span'))">ripple</button>`);
    const answered = "text plus count forward game v mute field ignored".split(" ");
    for (const id of answered) await click(`#${id}`, 4);
    await click("#rage", 6);
    expect(countOf(await eventsWith(page, "rage-click"), "rage-click")).toBe(1);
    await click("#dead-in", 3);
    await click("#ripple", 3);
    expect(countOf(await eventsWith(page, "rage-click", 3), "rage-click")).toBe(3);
  });
});

describe("clicks", () => {
  test("a label and its field are one, a script's own click is none, and ignored parts have none", async () => {
    await open(`${DRAWER}<label id="l">Size <input id="s" type="checkbox"></label><label id="for" for="other">for</label><input id="other" type="radio">
      <button id="script" onclick="s.click(); l.click(); document.querySelector('a').click()">s</button><a href="#a">a</a>
      <div data-sedge-ignore="clicks"><p><a id="off" href="#b">off</a></p></div><a id="last" href="#c">last</a>`);
    await page.click("#l", { position: { x: 2, y: 5 } });
    await page.click("#for");
    await page.click("#script");
    await page.click("#off");
    await page.click("#in");
    await page.click("#s");
    await page.click("#last");
    await page.waitForFunction(() =>
      Reflect.get(window, "recordedEvents").some((event: { target?: string }) => event.target === "link"),
    );
    const clicks = (await eventsWith(page, "click")).flatMap((event) => (event.kind === "click" ? [event.target] : []));
    expect(clicks).toEqual(["field", "field", "button", "button", "field", "link"]);
  });

  test("a step and a field in a shadow root, and a label that adds to the cart, count once", async () => {
    await open(`<div id="host" data-sedge-action="cart-add" data-sedge-item="a"></div>
      <label data-sedge-action="cart-add" data-sedge-item="b" id="l">add <input type="checkbox" onchange="this.title = 1"></label><script>
      host.attachShadow({ mode: "open" }).innerHTML = '<button id="add">add</button><input id="one"><input id="two">';</script>`);
    await page.click("#add");
    await page.click("#l", { position: { x: 2, y: 5 } });
    await page.locator("#one").pressSequentially("ab");
    await page.locator("#two").pressSequentially("ab");
    const events = await eventsWith(page, "field-used", 3);
    expect([countOf(events, "cart-add"), countOf(events, "field-used")]).toEqual([2, 3]);
  });

  test("words that are not known are one problem", async () => {
    await open(
      `<button id="b">b</button><p data-sedge-ignore="rage ded"><b data-sedge-ignore="claps" id="c">c</b></p>`,
    );
    await page.click("#c");
    const { problem } = await page.evaluate(() => window.sedge?.status?.() ?? { problem: null });
    expect(problem).toMatchObject({ code: "bad-attribute", message: expect.stringContaining("ded") });
  });
});
