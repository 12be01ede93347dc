import { CHANGING } from "./ignore-marks.ts";
import { watchOutsideCalls } from "./outside-calls.ts";

/** Events that show that something happened: a form at work, a change of focus, a scroll, a player, a window on top. */
const SIGNS =
  "submit reset invalid input change focusin scroll selectionchange toggle beforetoggle close cancel play pause seeking volumechange ratechange enterpictureinpicture fullscreenchange pointerlockchange copy cut paste visibilitychange";
const WINDOW_SIGNS = "pagehide beforeunload popstate hashchange blur beforeprint";
/** What a visitor sees nothing of: tag managers add it after each click. */
const INVISIBLE = "script,style,link,meta,template,noscript,[hidden],[width='1'],[width='0']";
/** Most shadow roots that are watched at once. */
const MAX_ROOTS = 500;

/** The document and every open shadow root in it. */
function openRoots(document: Document): (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    if (roots.length > MAX_ROOTS) break;
    for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) roots.push(shadowRoot);
  }
  return roots;
}

function hostOf(node: Node): Element | undefined {
  return (node as Partial<ShadowRoot>).host;
}

/** The element in which a change was made; a shadow root's is its host. */
function changedElement({ target }: MutationRecord): Element | undefined {
  return target.nodeType === 1 ? (target as Element) : (target.parentElement ?? hostOf(target));
}

/** Whether a change can be seen, and is not of a part that changes by itself (`data-sedge-ignore`). */
function isShown(change: MutationRecord): boolean {
  const { addedNodes, removedNodes } = change;
  const nodes = [...addedNodes, ...removedNodes];
  const isNothing = (node: Node) =>
    node.nodeType === 8 || (node.nodeType === 1 && (node as Element).matches(INVISIBLE));
  if (nodes.length > 0 && nodes.every(isNothing)) return false;
  for (let element = changedElement(change); element; element = hostOf(element.getRootNode())) {
    if (element.closest(`head,${CHANGING}`)) return false;
  }
  return true;
}

/** What shows that the page did something: a change with the element in which it was made, an event by its type, or a call. */
export type Sign = { readonly element?: Element | undefined; readonly type: string };

/**
 * Watches the document, and the open shadow roots that exist now, for signs that the page did something. Returns the function that ends it.
 */
export function watchAnswers(window: Window & typeof globalThis, answered: (sign: Sign) => void): () => void {
  const { document, MutationObserver } = window;
  const end = new AbortController();
  const options = { signal: end.signal, capture: true, passive: true };
  const happened = ({ type }: Event) => {
    // A cursor that a click has moved or taken away is nothing to see.
    const isCursor = type === "selectionchange" && document.getSelection()?.isCollapsed !== false;
    if (!isCursor) answered({ type });
  };
  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (!end.signal.aborted && isShown(change)) answered({ type: change.type, element: changedElement(change) });
    }
  });
  const listen = (target: EventTarget, signs: string) => {
    for (const sign of signs.split(" ")) target.addEventListener(sign, happened, options);
  };
  for (const root of openRoots(document)) {
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    listen(root, SIGNS);
  }
  listen(window, WINDOW_SIGNS);
  const stopCalls = watchOutsideCalls(window, () => answered({ type: "call" }));
  return () => {
    end.abort();
    observer.disconnect();
    stopCalls();
  };
}
