import type { Classifier } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { faultInWords } from "../fault.ts";

const ERASED = {
  erased: "Erased on this device and at the edge.",
  "nothing-stored": "Erased on this device. The edge had stored nothing.",
  requested: "Erased on this device. The shop has been asked to erase the rest, and answers within 30 days.",
  waiting: "Erased on this device. The erasure is sent to the edge as soon as it can be reached.",
} as const;
const REVOKED = {
  revoked: "The shop is no longer asked to erase your profile.",
  "not-found": "No request of this device is open.",
  unavailable: "The edge can't be reached. Try again later.",
} as const;
const IN_A_SUM = "A contribution that is already part of a sum stays in it, because it is not stored separately.";

function download(name: string, value: unknown): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(value, undefined, 2)], { type: "application/json" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The visitor's rights as buttons: export, erase, sign out. */
export function drawMyData(sedge: Classifier, changed: () => void): HTMLElement[] {
  const status = element("p", { class: "quiet", role: "status" });
  const perform = async (act: () => Promise<string>) => {
    status.textContent = "One moment …";
    status.textContent = await act().catch(faultInWords);
    changed();
  };
  const button = (label: string, act: () => Promise<string>) =>
    element("button", { type: "button", click: () => void perform(act) }, label);
  return [
    element(
      "div",
      { class: "buttons" },
      button("Export my data", async () => {
        const data = await sedge.exportMyData();
        download("my-sedge-data.json", data);
        const isPartial = data.edge === "proof-required";
        return isPartial
          ? "Saved what this device has. Sign in with your password to export your profile."
          : "Saved as my-sedge-data.json.";
      }),
      button("Erase my data", async () => {
        const isInSum = ((await sedge.privacyBudget())?.device.spentMicroEpsilon ?? 0) > 0;
        const erased = ERASED[(await sedge.eraseMyData()).edge];
        return isInSum ? `${erased} ${IN_A_SUM}` : erased;
      }),
      button("Take my request back", async () => REVOKED[(await sedge.revokeErasure()).state]),
      button("Forget who I am", async () => {
        await sedge.reset();
        return "Signed out. This device starts a new session, and your consent stays as it is.";
      }),
    ),
    status,
  ];
}
