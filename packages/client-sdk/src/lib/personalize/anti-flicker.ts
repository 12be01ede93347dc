import type { PersonalizedElement } from "../public/personalize.ts";
import type { Decision } from "./decision.ts";
import { changeIfStill, isSeen } from "./layout-shift-guard.ts";

/** Name of the animation by which the page's own line of CSS keeps undecided content unseen, a tenth of a second at most. */
export const WAITING_ANIMATION = "sedge-wait";
/** Ends that animation: content that carries it is decided. */
export const DECIDED = "data-sedge-decided";

type Decided = Pick<Decision<Element>, "visible" | "together">;

/**
 * Shows and hides elements by their `hidden` attribute, so that what is hidden is hidden from everybody: the eye, the keyboard
 * and a screen reader. What people already look at is neither moved nor taken away under their eyes, and an element with the
 * focus is not hidden: such changes wait.
 */
export class AntiFlicker {
  readonly #window: Window & typeof globalThis;
  readonly #written = new Map<Element, boolean>();
  #wanted = new Map<Element, boolean>();
  #together: Decided["together"] = new Map();
  #waiting = new Map<Element, "focus" | "input">();
  /** Elements that were on the page before the change that is being drawn. */
  #known = new WeakSet<Element>();
  readonly #end = new AbortController();
  late: "calm" | "now" = "calm";

  constructor(window: Window & typeof globalThis) {
    this.#window = window;
    const { document } = window;
    const { signal } = this.#end;
    const options = { capture: true, passive: true, signal };
    // A change within half a second of a click or a key is the visitor's own doing, to the platform's measure too.
    const input = () => window.setTimeout(() => this.#draw(true));
    document.addEventListener("click", input, options);
    document.addEventListener("keyup", input, options);
    document.addEventListener("focusout", () => window.setTimeout(() => this.#draw(false)), options);
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "hidden" && this.#draw(true),
      options,
    );
  }

  /**
   * Draws the page so: what is decided seen or hidden, everything else as it was written.
   *
   * @param concerned - Everything that something may be decided about.
   * @param isAdded - Whether what is new among these was added just now, and not painted yet.
   */
  draw({ visible, together }: Decided, concerned: readonly Element[], isAdded: boolean): void {
    if (!isAdded) for (const element of concerned) this.#known.add(element);
    const wanted = new Map(visible);
    for (const [element, isHidden] of this.#written) if (!wanted.has(element)) wanted.set(element, !isHidden);
    for (const element of visible.keys()) {
      if (!this.#written.has(element)) this.#written.set(element, element.hasAttribute("hidden"));
    }
    this.#wanted = wanted;
    this.#together = together;
    this.#draw(this.late === "now");
    for (const element of concerned) this.#known.add(element);
    for (const element of this.#written.keys()) if (!element.isConnected) this.#written.delete(element);
  }

  /** Where an element stands. `isDecided`: something has decided about it. */
  stateOf(element: Element, isDecided: boolean): Omit<PersonalizedElement, "element"> {
    const waitsFor = this.#waiting.get(element);
    const state = element.hasAttribute("hidden") ? "hidden" : "shown";
    return { state: isDecided ? state : "as-written", ...(waitsFor && { waitsFor }) };
  }

  /** Everything as it was written, at once. */
  open(): void {
    this.#wanted = new Map([...this.#written].map(([element, isHidden]) => [element, !isHidden]));
    this.#draw(true);
    this.#written.clear();
  }

  stop(): void {
    this.#end.abort();
  }

  #draw(isNow: boolean): void {
    this.#waiting = new Map();
    const changes = new Map<Element | string, Element[]>();
    for (const [element, isVisible] of this.#wanted) {
      if (element.hasAttribute("hidden") === !isVisible) element.setAttribute(DECIDED, "");
      else {
        const name = this.#together.get(element) ?? element;
        changes.set(name, [...(changes.get(name) ?? []), element]);
      }
    }
    for (const elements of changes.values()) {
      const waitsFor = this.#change(elements, isNow);
      if (waitsFor) for (const element of elements) this.#waiting.set(element, waitsFor);
    }
  }

  /** Changes elements together, or says what that waits for. */
  #change(elements: readonly Element[], isNow: boolean): "focus" | "input" | undefined {
    const { document } = this.#window;
    const goes = elements.filter((element) => !this.#wanted.get(element));
    if (goes.some((element) => element.contains(document.activeElement))) return "focus";
    const set = (isUndone: boolean) => {
      for (const element of elements) {
        element.toggleAttribute("hidden", this.#wanted.get(element) === isUndone);
        element.toggleAttribute(DECIDED, !isUndone);
      }
    };
    if (isNow || this.#isUnseen(elements)) set(false);
    else if (elements.some((element) => this.#isOnScreen(element))) return "input";
    else if (
      !changeIfStill(
        this.#window,
        elements,
        () => set(false),
        () => set(true),
      )
    )
      return "input";
    return undefined;
  }

  /** Whether it is looked at now; what is to be shown is not. */
  #isOnScreen(element: Element): boolean {
    const { innerWidth, innerHeight } = this.#window;
    return isSeen(element.getBoundingClientRect(), innerWidth, innerHeight);
  }

  /** Whether nobody can have looked at it yet. */
  #isUnseen(elements: readonly Element[]): boolean {
    const { document, performance } = this.#window;
    if (document.visibilityState === "hidden") return true;
    if (performance.getEntriesByName("first-contentful-paint").length === 0) return true;
    if (elements.every((element) => !this.#known.has(element))) return true;
    return elements.some((element) =>
      element.getAnimations().some((animation) => Reflect.get(animation, "animationName") === WAITING_ANIMATION),
    );
  }
}
