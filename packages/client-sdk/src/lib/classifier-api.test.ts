import { expect, test } from "vitest";
import { classifierApi } from "./classifier-api.ts";
import { Listeners } from "./listeners.ts";
import type { PageClassifier } from "./page-classifier.ts";
import type { ClassifierEvents } from "./public/classifier.ts";
import type { ConsentState } from "./consent-state.ts";

/** The methods over a page whose visitor has not decided, and whose worker records what it is called with. */
function undecided() {
  const calls: unknown[] = [];
  const listeners = new Listeners<ClassifierEvents>();
  const state = { decided: false, purposes: [] as string[] };
  const page = {
    consent: { state },
    forget: () => undefined,
    engine: {
      status: { state: "off" },
      isOn: false,
      call: async (...values: unknown[]) => {
        calls.push(values);
        return { state: "linked", tokens: 1 };
      },
    },
    listeners,
  } as unknown as PageClassifier;
  const decide = (...purposes: string[]) => {
    Object.assign(state, { decided: true, purposes });
    listeners.emit("consent", state as unknown as ConsentState);
  };
  return { api: classifierApi(page), calls, decide };
}

test("an identify before the decision waits for it, and numbers pass as they are", async () => {
  const { api, calls, decide } = undecided();
  const identified = api.identify({ email: "jo@example.org", account: 42, phone: {} as never });
  await Promise.resolve();
  expect(calls).toEqual([]);
  decide("classify", "link");
  expect(await identified).toEqual({ state: "linked", tokens: 1 });
  expect(calls).toEqual([["identify", { email: "jo@example.org", phone: false, account: 42 }]]);
});

test("it is refused where the decision is no, and after a sign-out", async () => {
  const refused = undecided();
  const waiting = refused.api.identify({ account: 1 });
  refused.decide("classify");
  await expect(waiting).rejects.toMatchObject({ code: "consent-required" });

  const gone = undecided();
  const first = gone.api.identify({ account: 1 });
  await gone.api.reset();
  gone.decide("classify", "link");
  await expect(first).rejects.toMatchObject({ code: "consent-required" });
  expect([refused.calls, gone.calls]).toEqual([[], []]);
});

test("without any identifier the call is refused at once", async () => {
  await expect(undecided().api.identify({ email: " " })).rejects.toMatchObject({ code: "no-identifier" });
});
