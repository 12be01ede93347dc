import type { Adapter } from "./adapter.ts";

/** A customer base of any channel: one record a customer. It says who is who, and adds to no tally. Sample: samples/crm-export. */
export const CRM_EXPORT: Adapter = {
  name: "crm-export",
  usual: { id: ["contact id", "lead id", "crm id", "customer id"], time: ["updated at", "modified at"] },
  words: {},
  isContact: false,
  readsDescriptions: true,
};
