/** What was clicked, inside open shadow roots too, where the document sees their host alone. */
export function clickedElement(event: Event, window: Window & typeof globalThis): Element | undefined {
  const [target] = event.composedPath();
  return target instanceof window.Element ? target : undefined;
}
