/** What was clicked, inside open shadow roots too, where the document sees their host alone. */
export function clickedElement(event: Event, window: Window & typeof globalThis): Element | undefined {
  const [target] = event.composedPath();
  return target instanceof window.Element ? target : undefined;
}

/** The nearest element that fits a selector, across the borders of open shadow roots. */
export function closestAcross(element: Element | undefined, selector: string): Element | undefined {
  for (let from: Element | undefined = element; from;) {
    const found: Element | null = from.closest(selector);
    if (found) return found;
    const root: Node = from.getRootNode();
    from = root instanceof ShadowRoot ? root.host : undefined;
  }
  return undefined;
}
