import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrivalOf } from "./arrival-of.ts";
import type { Landing } from "./landing.ts";

const landing = (search = "", referrer = "", landingLink?: string): Landing => ({
  landingLink,
  search,
  referrer,
  host: "shop.example",
});

describe("how a visit came", () => {
  test.each([
    ["", "", "direct", "none"],
    ["?q=blue", "", "direct", "none"],
    ["", "https://www.google.co.uk/", "search", "referrer"],
    ["", "https://www.google.com.br/search?q=x", "search", "referrer"],
    ["", "https://mail.google.com/mail/u/0/", "email", "referrer"],
    ["", "android-app://com.google.android.gm/", "email", "referrer"],
    ["", "https://l.facebook.com/", "social", "referrer"],
    ["", "https://t.co/abc", "social", "referrer"],
    ["", "https://chatgpt.com/", "assistant", "referrer"],
    ["", "https://notgoogle.com/", "referral", "referrer"],
    ["", "https://google.evil.example/", "referral", "referrer"],
    ["", "https://blog.example/post", "referral", "referrer"],
    ["?gclid=Cj0K", "https://www.google.com/", "ad", "click-mark"],
    ["?fbclid=x", "", "social", "click-mark"],
    ["?mc_eid=1234", "", "email", "click-mark"],
    ["?utm_source=newsletter&utm_medium=email&utm_campaign=may", "", "email", "campaign"],
    ["?utm_source=NewsLetter", "", "email", "campaign"],
    ["?utm_source=google&utm_medium=cpc&gclid=1", "https://www.google.com/", "ad", "campaign"],
    ["?utm_source=instagram&utm_medium=paid_social", "", "ad", "campaign"],
    ["?utm_source=instagram", "", "social", "campaign"],
    ["?utm_source=partner-x&utm_medium=affiliate", "", "referral", "campaign"],
    ["?utm_source=wherever", "", "referral", "campaign"],
    ["?utm_medium=sms", "", "message", "campaign"],
  ])("%s from %s is %s, by %s", (search, referrer, channel, source) => {
    expect(arrivalOf(landing(search, referrer))).toEqual({ channel, source });
  });

  test("is nothing new within the site, whatever the address says", () => {
    expect(arrivalOf(landing("?utm_source=banner", "https://shop.example/home"))).toBeUndefined();
  });

  test("by a landing link is by e-mail, unless the link says otherwise", () => {
    const secret = "A".repeat(22);
    expect(arrivalOf(landing("", "", secret))).toEqual({ channel: "email", source: "landing-link" });
    expect(arrivalOf(landing("?utm_medium=sms", "", secret))).toEqual({ channel: "message", source: "landing-link" });
  });

  test("is two words out of short lists, whatever was in the address", () => {
    const tag = fc.constantFrom("utm_source", "utm_medium", "gclid", "x");
    fc.assert(
      fc.property(fc.array(fc.tuple(tag, fc.string())), fc.webUrl(), (tags, referrer) => {
        const arrival = arrivalOf(landing(`?${new URLSearchParams(tags).toString()}`, referrer));
        expect(JSON.stringify(arrival).length).toBeLessThan(60);
      }),
    );
  });
});
