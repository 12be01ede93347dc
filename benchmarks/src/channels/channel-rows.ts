import type { Channel } from "@sedge/protocol";
import { seededRandom } from "@sedge/testbed";

/** Generated records of a channel, as its system exports them. */
export interface ChannelRows {
  readonly channel: Channel;
  readonly adapter: string;
  /** NDJSON. */
  readonly text: string;
}

const AT = Date.UTC(2026, 0, 5) / 1_000;
const HOUR = 3_600;
const GIVEN = ["Marta", "Joao", "Ines", "Ray", "Nuala", "Tomas", "Edda", "Kofi"];
const SURNAMES = ["Oliveira", "Brandt", "Baumgartner", "Quist", "Keane", "Novotny", "Lind", "Mensah"];

/** The given number of records and people for each channel, the same each time. */
export function channelRows(records: number, people: number): ChannelRows[] {
  const random = seededRandom(11);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const rows = (make: (who: number, index: number) => object) =>
    Array.from({ length: records }, (_, index) => {
      const who = index < people ? index : Math.floor(random() * people);
      const common = { id: `r${index}`, time: AT + index * HOUR, consent: "yes", policy: "2026-11" };
      return JSON.stringify({ ...common, ...make(who, index) });
    }).join("\n");
  const phone = (who: number) => `+44207946${String(1_000 + who).slice(-4)}`;
  const name = (who: number) => `${GIVEN[who % 8]} ${SURNAMES[Math.floor(who / 8) % 8]}`;
  const dob = (who: number) => `${1950 + (who % 50)}-0${1 + (who % 9)}-1${who % 10}`;
  const call = (who: number) => ({
    phone: phone(who),
    name: name(who),
    dob: dob(who),
    outcome: pick(["resolved", "open"]),
  });
  return [
    {
      channel: "email",
      adapter: "email-events",
      text: rows((who) => ({ email: `p${who}@example.com`, opened: pick(["yes", "no"]) })),
    },
    {
      channel: "social",
      adapter: "social-messages",
      text: rows((who) => ({ account: `s${who}`, message: pick(["Thanks a lot!", "Still broken, again!!"]) })),
    },
    {
      channel: "chat",
      adapter: "chat-transcripts",
      text: rows((who) => ({
        email: `p${who}@example.com`,
        turns: [{ from: "customer", text: pick(["Where is it?", "This is useless"]) }],
      })),
    },
    { channel: "call-centre", adapter: "call-centre", text: rows(call) },
    {
      channel: "shop-till",
      adapter: "shop-till",
      text: rows((who) => ({ loyalty: `L-${100_000 + who}`, total: 5 + Math.floor(random() * 90) })),
    },
    {
      channel: "iot",
      adapter: "device-telemetry",
      text: rows((who) => ({ account: `s${who}`, fault: pick(["yes", "no"]) })),
    },
    {
      channel: "shop-till",
      adapter: "crm-export",
      text: rows((who) => ({
        id: `c${who}`,
        email: `p${who}@example.com`,
        loyalty: `L-${100_000 + who}`,
        name: name(who),
        dob: dob(who),
      })),
    },
  ];
}
