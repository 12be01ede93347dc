/** A click that the visitor made, by pointer or keyboard. */
export interface VisitorClick {
  readonly event: MouseEvent;
  readonly path: ElementPath;
}

/** An element and all that it lies in, the innermost first, through open shadow roots. */
export type ElementPath = readonly Element[];

/** The elements that an event passes. Must be asked for while it is dispatched. */
export function pathOf(event: Event, window: Window & typeof globalThis): ElementPath {
  return event.composedPath().filter((part): part is Element => part instanceof window.Element);
}

/** The innermost element of a path that a selector names. */
export function nearest(path: ElementPath, selector: string): Element | undefined {
  return path.find((element) => element.matches(selector));
}

/**
 * Calls `clicked` for each click of the visitor: not for a script's `.click()`, and once for a label and its field, which the browser
 * clicks after the label. Returns the function that ends it.
 */
export function listenToClicks(window: Window & typeof globalThis, clicked: (click: VisitorClick) => void): () => void {
  /** The field whose own click follows its label's, in the same task. */
  let labelled: Element | null = null;
  const noticed = (event: MouseEvent) => {
    const path = pathOf(event, window);
    const isEcho = labelled !== null && path.includes(labelled);
    labelled = null;
    const label = nearest(path, "label");
    const control = label instanceof window.HTMLLabelElement ? label.control : null;
    if (control && !path.includes(control)) {
      labelled = control;
      setTimeout(() => (labelled = null));
    }
    if (event.isTrusted && !isEcho && path.length > 0) clicked({ event, path });
  };
  const options = { capture: true, passive: true };
  window.document.addEventListener("click", noticed, options);
  return () => window.document.removeEventListener("click", noticed, options);
}
