import { aliasProduct, filled } from "../product.ts";
import type { Capture } from "./capture-context.ts";
import { productAround, readPage } from "./page-markup.ts";

const STEP =
  "[data-sedge-action=cart-add],[data-sedge-action=cart-remove],[data-sedge-action=checkout-start],[data-sedge-action=purchase]";
/** Addresses that shop systems send a product form to: the last resort where a form carries no attribute. */
const CART_ADD_ADDRESS = /(?:cart|basket|warenkorb|panier)\/(?:add|items?)\b|add[-_]to[-_](?:cart|basket)/i;

/**
 * Steps towards buying: clicks on, and sending of forms with, `data-sedge-action`; forms that add to a cart by their address.
 * Steps that a page's kind announces come with its page view.
 */
export const captureShopSteps: Capture = ({ window, now, emit, alias, noteStep }) => {
  const { document } = window;
  const productOf = (element: Element) => {
    const around = productAround(element);
    const isComplete = around.item !== undefined;
    return aliasProduct(isComplete ? around : filled(around, readPage(document, window.location).product), alias);
  };
  const happened = (action: string | null, element: Element) => {
    const at = now();
    if (action === "cart-add" || action === "cart-remove") emit({ kind: action, at, ...productOf(element) });
    else if ((action === "checkout-start" || action === "purchase") && noteStep(action)) emit({ kind: action, at });
  };
  const clicked = ({ target }: Event) => {
    const element = target instanceof window.Element ? target.closest(STEP) : null;
    // A form's own step happens when it is sent, not when something in it is clicked.
    if (element && element.localName !== "form") happened(element.getAttribute("data-sedge-action"), element);
  };
  const submitted = ({ target }: Event) => {
    if (!(target instanceof window.HTMLFormElement)) return;
    // A button with the step of its own has reported it by its click.
    if (target.querySelector(STEP)) return;
    const action = target.getAttribute("data-sedge-action");
    const isCartAdd = action === null && CART_ADD_ADDRESS.test(target.getAttribute("action") ?? "");
    happened(isCartAdd ? "cart-add" : action, target);
  };
  const options = { capture: true, passive: true };
  document.addEventListener("click", clicked, options);
  document.addEventListener("submit", submitted, options);
  return () => {
    document.removeEventListener("click", clicked, options);
    document.removeEventListener("submit", submitted, options);
  };
};
