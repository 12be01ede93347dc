import { expect, test } from "vitest";
import { page, server, useRecordedPage } from "./recorded-page.ts";
import { openWithConsent, tag } from "./shop-page.ts";

useRecordedPage();

test("a text is read where the site marked its field, when its form is sent, and nowhere else", async () => {
  await openWithConsent(
    page,
    server,
    `<form id="form" onsubmit="this.reset(); return false">
    <textarea id="marked" data-sedge-text="chat"></textarea><textarea id="plain"></textarea>
    <input id="mail" type="email" data-sedge-text="chat"><input id="pin" type="password" data-sedge-text="chat">
    <button id="send">send</button></form>
    <input id="apart" form="form" data-sedge-text="search"><form role="search" onsubmit="return false">
    <input id="q" type="search"></form>`,
  );
  await page.evaluate(() => {
    const texts: unknown[] = [];
    const read: string[] = [];
    Object.assign(window, { texts, read });
    window.sedge?.on?.("text", ({ source, intent }) => texts.push([source, intent !== null]));
    for (const { prototype } of [HTMLInputElement, HTMLTextAreaElement]) {
      const own = Object.getOwnPropertyDescriptor(prototype, "value");
      Object.defineProperty(prototype, "value", {
        get(this: HTMLElement) {
          read.push(this.id);
          return own?.get?.call(this);
        },
        set(this: HTMLElement, value: string) {
          own?.set?.call(this, value);
        },
        configurable: true,
      });
    }
  });
  const words = {
    marked: "it never came",
    plain: "my diary",
    mail: "jo@canary.example",
    pin: "sesame8731",
    apart: "a refund",
  };
  for (const [id, value] of Object.entries(words)) await page.locator(`#${id}`).pressSequentially(value);
  await page.locator("#q").pressSequentially("lamp");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => Reflect.get(window, "read"))).toEqual([]);
  await page.click("#send");
  await page.waitForFunction(() => Reflect.get(window, "texts").length === 2);
  expect(await page.evaluate(() => Reflect.get(window, "texts").toSorted())).toEqual([
    ["chat", true],
    ["search", true],
  ]);
  expect(await page.evaluate(() => Reflect.get(window, "read"))).toEqual(["marked", "apart"]);
  const kept = await page.evaluate(async () =>
    JSON.stringify([await window.sedge?.exportMyData?.(), Object.entries(sessionStorage)]),
  );
  expect(kept).not.toMatch(/never came|diary|canary|sesame|refund|lamp/);
});

test("a marked field is left alone before consent, and where texts are not to be captured", async () => {
  const form = `<form id="form" onsubmit="return false"><textarea id="t" data-sedge-text="chat">x</textarea><button id="b">b</button></form>`;
  const trap = () => {
    const trapped = () => Reflect.set(window, "valueWasRead", true);
    Object.defineProperty(HTMLTextAreaElement.prototype, "value", { get: trapped, configurable: true });
  };
  server.pages.set("/", { html: `<!doctype html>${tag(server.origin, 'data-capture="off"')}${form}` });
  await page.goto(server.origin);
  await page.waitForFunction(() => window.sedge?.consent !== undefined);
  await page.evaluate(trap);
  await page.evaluate(() => window.sedge?.consent?.set({ classify: true }));
  await page.click("#b");
  expect(await page.evaluate(() => Reflect.get(window, "valueWasRead"))).toBeUndefined();
  server.pages.set("/", { html: `<!doctype html>${tag(server.origin)}${form}` });
  await page.evaluate(() => localStorage.clear());
  await page.goto(server.origin);
  await page.waitForFunction(() => window.sedge?.consent !== undefined);
  await page.evaluate(trap);
  await page.click("#b");
  expect(await page.evaluate(() => Reflect.get(window, "valueWasRead"))).toBeUndefined();
});
