import type { Capture } from "./capture-context.ts";

/** Fields in which people write sentences. No other kind is ever read, whatever its mark says: no password, no e-mail. */
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
