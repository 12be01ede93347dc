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
    turns: [],
  },
  words: {
    resolved: {
      yes: "resolved, solved, closed, completed, yes, true, 1, gelöst, erledigt, geschlossen, abgeschlossen, ja, résolu, résolue, fermé, clos, oui, resuelto, cerrado, sí, risolto, chiuso, sì, opgelost, gesloten, rozwiązane, zamknięte, tak, resolvido, fechado, sim, løst, lukket, löst, stängd".split(
        ", ",
      ),
    },
  },
  isContact: true,
  readsDescriptions: true,
};
