type Child = Node | string | false | undefined;

interface Properties {
  readonly [attribute: string]: string | number | boolean | undefined | ((event: Event) => void);
}

/**
 * Creates an element. Properties are attributes: `true` sets an empty one, `false` omits it. A function listens to the event
 * of that name. Text is never parsed as markup, as Trusted Types require.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== false && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** Creates an SVG element. */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Node[]
): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The element with this ID, if it has the expected type. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind | undefined {
  const found = document.getElementById(id);
  return found instanceof kind ? found : undefined;
}
