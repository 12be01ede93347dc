import type { Adapter } from "./adapter.ts";

/** Calls: one record per call, with its result or an agent's note. Sample: samples/call-centre. */
export const CALL_CENTRE: Adapter = {
  name: "call-centre",
  usual: {
    id: ["call id", "contact id", "ticket id", "case id"],
    time: ["call time", "call start", "start time", "answered at"],
    resolved: ["resolved", "outcome", "disposition", "call outcome", "status"],
    displeased: ["displeased", "complaint", "escalated"],
    text: ["note", "notes", "call notes", "summary", "agent notes"],
    turns: ["transcript", "turns"],
  },
  words: { resolved: { yes: ["resolved", "solved", "closed", "yes", "true", "1"] } },
  isContact: true,
  readsDescriptions: true,
};
