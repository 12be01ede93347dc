import type { EnginePage } from "./engine-page.ts";

/** What the tests' people sign in with at the shop. */
export const PASSWORD = "correct horse";

/** Signs in at the shop's server alone, as an app's own login or an earlier page does. */
export async function logInAtShop(
  page: Pick<EnginePage, "evaluate">,
  identifiers: Readonly<Record<string, string>>,
): Promise<void> {
  const isSignedIn = await page.evaluate(
    async (fields) =>
      (await fetch("/account/sign-in", { method: "POST", body: new URLSearchParams(fields) })).status === 204,
    { ...identifiers, password: PASSWORD },
  );
  if (!isSignedIn) throw new Error("The shop refused the sign-in.");
}
