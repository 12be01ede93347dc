import type { ArrivalChannel } from "@sedge/features";

type Known = readonly (readonly [channel: ArrivalChannel, words: readonly string[]])[];

const words = (list: string) => list.split(" ");

/** Hosts, and the ends of hosts, by the channel that a visit from them is. A name before `.*` stands for every country's. */
const HOSTS: Known = [
  [
    "email",
    words(
      "mail.google.com com.google.android.gm outlook.live.com outlook.office.com outlook.office365.com mail.yahoo.com " +
        "mail.proton.me icloud.com mail.aol.com navigator.web.de navigator.gmx.net",
    ),
  ],
  ["assistant", words("chatgpt.com perplexity.ai claude.ai gemini.google.com copilot.microsoft.com")],
  [
    "search",
    words(
      "google.* bing.com duckduckgo.com search.yahoo.com yahoo.com baidu.com yandex.* ecosia.org startpage.com qwant.com " +
        "search.brave.com kagi.com naver.com seznam.cz sogou.com mojeek.com com.google.android.googlequicksearchbox",
    ),
  ],
  [
    "social",
    words(
      "facebook.com fb.com instagram.com threads.net threads.com t.co twitter.com x.com linkedin.com lnkd.in pinterest.* " +
        "reddit.com tiktok.com youtube.com youtu.be snapchat.com vk.com weibo.com bsky.app mastodon.social xing.com " +
        "tumblr.com com.linkedin.android",
    ),
  ],
  ["message", words("whatsapp.com t.me telegram.org messenger.com slack.com discord.com line.me")],
];

/** Names that links state of themselves (`utm_source`), beside the first words of the hosts. */
const NAMES: Known = [
  ["email", words("email e-mail newsletter mailchimp klaviyo hubspot sendgrid")],
  ["social", words("fb ig meta")],
  ["ad", words("adwords googleads bingads")],
  ["message", words("sms push")],
];

function isHost(host: string, known: string): boolean {
  const name = known.replace(/\.\*$/, "");
  if (name === known) return host === known || host.endsWith(`.${known}`);
  return new RegExp(`(?:^|\\.)${name}\\.[a-z]{2,3}(?:\\.[a-z]{2})?$`).test(host);
}

/** The channel of a referrer's host; undefined for one that is not known. `referrer` is an address. */
export function channelOfHost(referrer: string): ArrivalChannel | undefined {
  const host = new URL(referrer).host.toLowerCase();
  return HOSTS.find(([, hosts]) => hosts.some((known) => isHost(host, known)))?.[0];
}

/** The channel that the name of a source stands for, such as `newsletter` or `facebook`; undefined for an unknown one. */
export function channelOfName(name: string): ArrivalChannel | undefined {
  const isNamed = (known: string) => known === name || known.split(".")[0] === name;
  return [...NAMES, ...HOSTS].find(([, names]) => names.some(isNamed))?.[0];
}
