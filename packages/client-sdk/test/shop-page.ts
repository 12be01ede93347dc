import type { Page } from "playwright-core";
import type { SedgeEvent } from "@sedge/features";
import type { PageServer } from "./page-server.ts";

/** The documented stub and tag. */
export function tag(origin: string, attributes = ""): string {
  return `<script>window.sedge = window.sedge || function () { (sedge.q = sedge.q || []).push(arguments); };</script>
<script async src="${origin}/sdk/sedge.js" data-site="demo" data-endpoint="${origin}/edge" ${/data-policy/.test(attributes) ? "" : `data-policy="2026-11"`} ${attributes}></script>`;
}

/** Records what the page posts to the worker, beside posting it, so that a test sees the events themselves. */
export async function recordEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const events: unknown[] = [];
    Object.assign(window, { recordedEvents: events });
    const record = (message: { path?: string[]; argumentList?: { value: unknown[] }[] }) => {
      if (message.path?.[0] === "ingest") events.push(...(message.argumentList?.[0]?.value ?? []));
    };
    for (const { prototype } of [Worker, MessagePort]) {
      const post: unknown = Reflect.get(prototype, "postMessage");
      Reflect.set(prototype, "postMessage", function posted(this: object, ...args: unknown[]) {
        record(Object(args[0]));
        if (typeof post === "function") Reflect.apply(post, this, args);
      });
    }
  });
}

/** The events posted so far, once there is one of `kind` and more of it than `least - 1`. */
export async function eventsWith(page: Page, kind: SedgeEvent["kind"], least = 1): Promise<SedgeEvent[]> {
  await page.waitForFunction(
    ([wanted, count]) => {
      const recorded: { kind: string }[] = Reflect.get(window, "recordedEvents") ?? [];
      return recorded.filter((event) => event.kind === wanted).length >= count;
    },
    [kind, least] as const,
    { timeout: 60_000 },
  );
  return recordedEvents(page);
}

/** The events posted so far. */
export function recordedEvents(page: Page): Promise<SedgeEvent[]> {
  return page.evaluate(() => Reflect.get(window, "recordedEvents"));
}

/** Opens a page with this body, consent given before anything else. */
export async function openWithConsent(page: Page, server: PageServer, body: string, path = "/"): Promise<void> {
  const consent = `<script>sedge("consent.set", { classify: true })</script>`;
  server.pages.set(path, { html: `<!doctype html><title>t</title>${tag(server.origin)}${consent}${body}` });
  await page.goto(server.origin + path);
  await eventsWith(page, "page-view");
}
