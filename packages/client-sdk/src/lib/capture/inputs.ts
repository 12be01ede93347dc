import type { Capture } from "./capture-context.ts";

/** Form fields used: once each, when the first input arrives. The value is never read, nor which field it is. */
export const captureFields: Capture = ({ window, now, emit }) => {
  const used = new WeakSet<EventTarget>();
  const typed = ({ target }: Event) => {
    if (!target || used.has(target)) return;
    used.add(target);
    emit({ kind: "field-used", at: now() });
  };
  const options = { capture: true, passive: true };
  window.document.addEventListener("input", typed, options);
  return () => window.document.removeEventListener("input", typed, options);
};

const SEARCH_FORM = "[role=search],search,[data-sedge-action=search]";

/** Searches: a search form is sent, or a search field without a form is filled. What was typed is never read. */
export const captureSearches: Capture = ({ window, now, emit, noteSearch }) => {
  const searched = () => emit({ kind: "search", at: now(), repeated: noteSearch() });
  const submitted = ({ target }: Event) => {
    if (!(target instanceof window.Element)) return;
    if (target.closest(SEARCH_FORM) || target.querySelector("input[type=search]")) searched();
  };
  const changed = ({ target }: Event) => {
    if (target instanceof window.Element && target.matches("input[type=search]") && !target.closest("form")) searched();
  };
  const clicked = ({ target }: Event) => {
    const button = target instanceof window.Element && target.closest("[data-sedge-action=search]");
    if (button && button.localName !== "form" && !button.closest("form")) searched();
  };
  const end = new AbortController();
  const options = { capture: true, passive: true, signal: end.signal };
  window.document.addEventListener("submit", submitted, options);
  window.document.addEventListener("change", changed, options);
  window.document.addEventListener("click", clicked, options);
  return () => end.abort();
};

/** Fields in which people write sentences. No other kind is read, even if it is marked: no password, no e-mail. */
const MARKED = ":is(textarea,input[type=search],input[type=text],input:not([type]))[data-sedge-text]";

/** Texts of fields that the site itself marked with `data-sedge-text`, at the moment in which their form is sent. */
export const captureTexts: Capture = ({ window, read }) => {
  const sent = ({ target }: Event) => {
    if (!(target instanceof window.HTMLFormElement)) return;
    for (const field of target.elements) {
      const source = field.matches(MARKED) && field.getAttribute("data-sedge-text");
      const isText = field instanceof window.HTMLTextAreaElement || field instanceof window.HTMLInputElement;
      if (isText && source) read(() => field.value, { source: source === "search" ? source : "chat" });
    }
  };
  const options = { capture: true, passive: true };
  window.document.addEventListener("submit", sent, options);
  return () => window.document.removeEventListener("submit", sent, options);
};
