import { byId, element } from "../element.ts";
import { type ChatBox, chatBox } from "./chat-box.ts";

/** Adds the chat: inline on the help page, behind a floating button on all other pages. */
export function serveChat(): ChatBox {
  const chat = chatBox("chat");
  const place = byId("chat-place", HTMLDivElement);
  if (place) place.append(chat.node);
  else document.body.append(...launcher(chat));
  return chat;
}

function launcher({ node, field }: ChatBox): HTMLElement[] {
  const close = element("button", { type: "button", class: "plain" }, "Close");
  const box = element(
    "section",
    { class: "chat-window", id: "chat-window", role: "dialog", "aria-labelledby": "chat-title", hidden: true },
    element("div", { class: "chat-head" }, element("h2", { id: "chat-title" }, "Chat"), close),
  );
  const button = element(
    "button",
    { type: "button", class: "button chat-button", "aria-expanded": "false", "aria-controls": box.id },
    "Chat",
  );
  const show = (open: boolean) => {
    // Added when first opened: Chrome queries its vendor about every form on a page, by a hash of its fields.
    if (!node.isConnected) box.append(node);
    box.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) field.focus();
    else button.focus();
  };
  button.addEventListener("click", () => show(box.hidden !== false));
  close.addEventListener("click", () => show(false));
  box.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") show(false);
  });
  return [button, box];
}
