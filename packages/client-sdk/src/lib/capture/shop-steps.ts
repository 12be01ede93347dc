import { aliasProduct, filled, type NamedProduct } from "../product.ts";
import { clickedElement } from "./clicked-element.ts";
import type { Capture, CaptureContext } from "./capture-context.ts";
import { markedAround, productAround, readPage } from "./page-markup.ts";
import type { PlatformPreset } from "./platform-marks.ts";
import { presetsOf } from "./platform-preset.ts";

const ACTIONS = ["cart-add", "cart-remove", "checkout-start", "purchase"] as const;
type Action = (typeof ACTIONS)[number];

const STEP = ACTIONS.map((action) => `[data-sedge-action=${action}]`).join();
/** Addresses that shop systems send a product form or link to: the last resort where no attribute says so. */
const CART_ADD_ADDRESS = /(?:cart|basket|warenkorb|panier)\/(?:add|items?)\b|add[-_]to[-_](?:cart|basket)\b/i;
/** Time in which a click and the sending of the same form are one step, in milliseconds. */
const SAME_STEP_MS = 1_000;

/** A step that an element is, and the preset that knows it. */
interface FoundStep {
  readonly action: Action;
  readonly element: Element;
  readonly preset?: PlatformPreset;
}

function nearest(element: Element, selector: string | undefined): Element | null {
  return selector ? element.closest(selector) : null;
}

/** The step that a shop system's markup makes of an element. */
function presetStep(element: Element, presets: readonly PlatformPreset[]): FoundStep | undefined {
  for (const preset of presets) {
    const steps = [
      ["cart-add", nearest(element, preset.add)],
      ["cart-remove", nearest(element, preset.remove)],
      ["checkout-start", nearest(element, preset.checkout)],
    ] as const;
    for (const [action, found] of steps) if (found) return { action, element: found, preset };
  }
  return undefined;
}

function isAction(text: string | null): text is Action {
  return ACTIONS.some((action) => action === text);
}

/** The step of a form that is sent. */
function formStep(form: HTMLFormElement, presets: readonly PlatformPreset[]): FoundStep | undefined {
  const action = form.getAttribute("data-sedge-action");
  if (action !== null) return isAction(action) ? { action, element: form } : undefined;
  const isCartAdd = CART_ADD_ADDRESS.test(form.getAttribute("action") ?? "");
  return presetStep(form, presets) ?? (isCartAdd ? { action: "cart-add", element: form } : undefined);
}

/** What a control names by its attributes, or those of what it lies in. */
function productOfControl(element: Element, { items = [], price = "" }: PlatformPreset): NamedProduct {
  const selector = items.map((name) => `[${name}]`).join();
  const holder = selector ? (element.closest(selector) ?? element.querySelector(selector)) : null;
  const item = items.map((name) => holder?.getAttribute(name)).find(Boolean) ?? undefined;
  const amount = Number((price && holder?.getAttribute(price)) || Number.NaN);
  return { item, price: Number.isFinite(amount) ? amount : undefined };
}

function productOf({ element, preset = {} }: FoundStep, { window }: CaptureContext): NamedProduct {
  const { kind, product } = readPage(window.document, window.location);
  const isMain = kind === "product" && (nearest(element, preset.main) !== null || !preset.main);
  const control = productOfControl(element, preset);
  // Another product beside the page's own, which may enclose it.
  if (!isMain && control.item !== undefined) return filled(markedAround(element), control);
  const around = productAround(element);
  return around.item === undefined ? filled(around, product) : around;
}

/**
 * Steps towards buying: clicks on, and sending of forms with, `data-sedge-action`; the controls of known shop systems; forms that
 * add to a cart by their address. Steps that a page's kind announces come with its page view.
 */
export const captureShopSteps: Capture = (context) => {
  const { window, now, emit, alias, noteStep, noteCart } = context;
  const { document } = window;
  /** Forms whose step a click has made, and when. */
  const clickedForms = new WeakMap<Element, number>();
  const happened = (step: FoundStep) => {
    const { action } = step;
    const at = now();
    if (action === "cart-add" || action === "cart-remove") {
      if (noteCart(action, "page")) emit({ kind: action, at, ...aliasProduct(productOf(step, context), alias) });
    } else if (noteStep(action)) emit({ kind: action, at });
  };
  const clicked = (event: MouseEvent) => {
    const target = clickedElement(event, window);
    if (!target || !event.isTrusted) return;
    const own = target.closest(STEP);
    // A form's own step happens when it is sent, not when something in it is clicked.
    if (own?.localName === "form") return;
    const action = own?.getAttribute("data-sedge-action") ?? null;
    const step = own && isAction(action) ? { action, element: own } : presetStep(target, presetsOf(document));
    if (!step || step.element.localName === "form") return;
    const form = step.element.closest("form");
    if (form) clickedForms.set(form, event.timeStamp);
    happened(step);
  };
  const submitted = ({ target, timeStamp }: Event) => {
    if (!(target instanceof window.HTMLFormElement)) return;
    // A button with the step of its own has reported it by its click.
    if (target.querySelector(STEP) || timeStamp - (clickedForms.get(target) ?? -SAME_STEP_MS) < SAME_STEP_MS) return;
    const step = formStep(target, presetsOf(document));
    if (step) happened(step);
  };
  const options = { capture: true, passive: true };
  document.addEventListener("click", clicked, options);
  document.addEventListener("submit", submitted, options);
  return () => {
    document.removeEventListener("click", clicked, options);
    document.removeEventListener("submit", submitted, options);
  };
};
