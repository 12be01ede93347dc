/** Methods by which a page answers a click outside of its document: a window, a dialog, a clipboard, a sound. */
function methodsOf(window: Window & typeof globalThis): readonly (readonly [object | undefined, string])[] {
  const { navigator, speechSynthesis, HTMLMediaElement } = window;
  return [
    [window, "open alert confirm prompt print"],
    [navigator, "share"],
    // Undefined on a page without a secure context.
    [navigator.clipboard, "write writeText"],
    [speechSynthesis, "speak"],
    [HTMLMediaElement.prototype, "play"],
  ];
}

const listeners = new Set<() => void>();
let restore: (() => void)[] = [];

/** Puts a function that notes the call in a method's place, and returns what puts the method back, unless other code has replaced it. */
function noteCalls(owner: object, name: string): (() => void) | undefined {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") return undefined;
  function passedOn(this: unknown, ...values: unknown[]): unknown {
    for (const called of listeners) called();
    return Reflect.apply(original as () => unknown, this, values);
  }
  if (!Reflect.set(owner, name, passedOn)) return undefined;
  return () => {
    if (Reflect.get(owner, name) !== passedOn) return;
    if (own) Object.defineProperty(owner, name, own);
    else Reflect.deleteProperty(owner, name);
  };
}

/** Calls `called` when the page answers outside of its document. Each call goes on as it came. Returns the function that ends it. */
export function watchOutsideCalls(window: Window & typeof globalThis, called: () => void): () => void {
  if (listeners.size === 0) {
    restore = methodsOf(window).flatMap(([owner, names]) =>
      owner ? names.split(" ").flatMap((name) => noteCalls(owner, name) ?? []) : [],
    );
  }
  listeners.add(called);
  return () => {
    listeners.delete(called);
    if (listeners.size > 0) return;
    for (const put of restore) put();
    restore = [];
  };
}
