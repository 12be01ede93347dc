import { isOver, type Session } from "@sedge/features";

/** Pages after which a visit that goes on says something of the visitor; the first look round is alike for all. */
const ENOUGH_PAGES = 3;

/** Whether a vote may include a visit: it has enough in it, or it is over. `now`: milliseconds since 1970. */
export function isEnough(session: Session, now: number): boolean {
  const pages = session.events["page-view"];
  return pages >= ENOUGH_PAGES || (pages > 0 && isOver(session, now));
}
