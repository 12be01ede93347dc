import { storedRows } from "@sedge/testbed/stored-rows";
import { expect, test } from "vitest";
import { keysOf } from "./signed-message.ts";
import { receiptSubject } from "./receipt-subject.ts";
import { useTestSystem } from "./test-system.ts";
import { PATIENCE_MS, type Visitor } from "./visitor.ts";

const system = useTestSystem({ operators: "shared" });
const EMAIL = "two.devices@example.org";

const consentOf = async (visitor: Visitor) => (await visitor.status()).consent;
/** What the shop's own element says, as far as it is seen. */
const notice = (visitor: Visitor) =>
  visitor.page.getByRole("status").getByText("Global Privacy Control").filter({ visible: true });
const toEdge = () =>
  system.tap.to(system.operators.edgeUrl).filter(({ method, url }) => method === "POST" && !url.endsWith("/erasures"));
test("Global Privacy Control of one device is kept with the profile: the person's other device honours it, shows it, and sends nothing", async () => {
  const phone = await system.visitor();
  await phone.arrive("Accept all");
  await phone.signIn({ email: EMAIL });
  expect(await notice(phone).count()).toBe(0);

  // The phone's browser sends the signal from now on.
  await phone.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }),
  );
  await phone.goTo("/");
  expect(await consentOf(phone)).toMatchObject({ purposes: ["classify"], globalPrivacyControl: true });
  await notice(phone).waitFor();
  expect(await notice(phone).textContent()).toBe("Your Global Privacy Control signal is honoured.");
  const { token } = await keysOf(system.operators.edgeUrl, "email", EMAIL);
  const signals = () =>
    storedRows(system.operators.edge).filter(
      ({ table, row }) =>
        table === "receipts" &&
        row["subject"] === receiptSubject(token) &&
        String(row["evidence"]).includes("global-privacy-control"),
    );
  await expect.poll(() => signals().length, { timeout: PATIENCE_MS }).toBe(1);

  // A laptop without the signal, whose visitor has just accepted everything.
  const laptop = await system.visitor();
  await laptop.arrive("Accept all");
  await laptop.signIn({ email: EMAIL });
  const honoured = { purposes: ["classify"], globalPrivacyControl: false, profileSignal: "honoured" };
  await expect.poll(() => consentOf(laptop), { timeout: PATIENCE_MS }).toMatchObject(honoured);
  system.tap.clear();
  await laptop.goTo("/blouses");
  await laptop.isRunning();
  await laptop.seeProduct(3);
  expect(await laptop.cluster()).toMatchObject({ source: "device", because: "no-link-consent" });
  expect(await consentOf(laptop)).toMatchObject({ ...honoured, because: "global-privacy-control" });
  await notice(laptop).waitFor();
  expect(await notice(laptop).textContent()).toContain("another of your devices");
  expect(toEdge()).toEqual([]);
  expect(signals()).toHaveLength(1);

  // The visitor sees it and decides again.
  await laptop.page.getByRole("button", { name: "Privacy choices" }).click();
  await laptop.answer("Accept all");
  await expect
    .poll(() => consentOf(laptop), { timeout: PATIENCE_MS })
    .toMatchObject({
      purposes: ["classify", "link", "learn"],
      profileSignal: "overridden",
    });
  await expect.poll(async () => (await laptop.cluster()).source, { timeout: PATIENCE_MS }).toBe("edge");
  await expect.poll(() => notice(laptop).count(), { timeout: PATIENCE_MS }).toBe(0);
  expect([...phone.reportedErrors, ...laptop.reportedErrors].filter((text) => !text.includes("403"))).toEqual([]);
});
