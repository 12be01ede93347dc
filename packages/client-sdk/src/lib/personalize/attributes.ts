import type { Marked } from "./decision.ts";

/** The attributes that mark an element. */
const ATTRIBUTES = ["data-sedge-show", "data-sedge-hide", "data-sedge-swap"] as const;

/** Marks an element that says that Global Privacy Control is honoured; its value may be the page's own words. */
export const SIGNAL_NOTICE = "data-sedge-gpc";

const RULED = ATTRIBUTES.map((name) => `[${name}]`).join(",");
/** Everything that is marked. */
export const MARKED = `${RULED},[${SIGNAL_NOTICE}]`;

/** What has to be watched to notice new attributes, and attributes that change. */
export const ATTRIBUTE_CHANGES: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributeFilter: [...ATTRIBUTES],
};

/** Most marked elements that are looked at. */
const MAX_MARKED = 1_000;

/** The page's marked elements, in its order. */
export function markedElements(document: Document): Marked<Element>[] {
  return [...document.querySelectorAll(RULED)].slice(0, MAX_MARKED).map((target) => {
    const [show = null, hide = null, swap = null] = ATTRIBUTES.map((name) => target.getAttribute(name));
    return { target, show, hide, swap };
  });
}

/** An element as a developer would name it: `section#offer.wide`. */
export function nameOf({ localName, id, classList }: Element): string {
  return [localName, id && `#${id}`, ...[...classList].slice(0, 3).map((name) => `.${name}`)].join("");
}

/** Whether a change of the page adds marked elements that have not been looked at. */
export function addsMarkedElements(changes: readonly MutationRecord[]): boolean {
  return changes.some(
    ({ type, addedNodes }) =>
      type === "attributes" ||
      [...addedNodes].some(
        (node) => node instanceof Element && (node.matches(MARKED) || node.querySelector(MARKED) !== null),
      ),
  );
}
