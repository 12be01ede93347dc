import { element } from "../element.ts";

/** A section of the panel: a heading, and a body that is redrawn when its data changes. */
export interface PanelSection {
  readonly node: HTMLElement;
  draw(...content: readonly (Node | string)[]): void;
}

export function panelSection(id: string, title: string): PanelSection {
  const body = element("div", { class: "body" });
  const node = element(
    "section",
    { "aria-labelledby": `panel-${id}` },
    element("h3", { id: `panel-${id}` }, title),
    body,
  );
  return { node, draw: (...content) => body.replaceChildren(...content) };
}

/** Names and values in two columns. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): HTMLElement {
  return element("dl", {}, ...pairs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}
