import type { ProofOfControl } from "@sedge/client-sdk";

/** Asks the shop's server for a proof that the visitor is signed in; null if they are not. */
export const proofFromShop: ProofOfControl = async (purpose) => {
  const answer = await fetch(`/account/proof?purpose=${purpose}`, { method: "POST" });
  if (!answer.ok) throw new Error(`The shop's login answered ${answer.status}.`);
  return answer.status === 200 ? answer.text() : null;
};

/** Signs in at the shop's server. False for a wrong password. */
export async function signInAtShop(fields: Readonly<Record<string, string>>): Promise<boolean> {
  return (await fetch("/account/sign-in", { method: "POST", body: new URLSearchParams(fields) })).ok;
}

export async function signOutAtShop(): Promise<void> {
  await fetch("/account/sign-out", { method: "POST" });
}
