import type { Capture, CaptureContext } from "./capture-context.ts";
import { aliasProduct, filled, type PageWords } from "../product.ts";
import { readPage } from "./page-markup.ts";

/** Notes the view of the open page, and the step towards buying that its kind is. The code's words go before the markup's. */
export function notePageView(context: CaptureContext, words: PageWords): void {
  const { document, location } = context.window;
  const seen = readPage(document, location);
  const page = words.kind ?? seen.kind;
  const listPage = words.listPage ?? seen.listPage;
  const product = aliasProduct(filled(words.product, seen.product), context.alias);
  const at = context.now();
  const step = context.notePage(page);
  const { hooks } = context;
  context.emit({ kind: "page-view", at, page, ...product, listPage, arrival: hooks.arrival });
  hooks.arrival = undefined;
  if (step) context.emit({ kind: step, at });
}

/** Page views, single-page navigations included. */
export const capturePages: Capture = (context) => {
  const note = (words: PageWords) => notePageView(context, words);
  const { entered = (tell) => tell({ product: {} }) } = context.hooks;
  context.turns.onEnter(() => entered(note));
  return () => undefined;
};
