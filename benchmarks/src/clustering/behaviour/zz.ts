import { informationPart } from "./visit-information-part.ts";
import { redemptionPart } from "./household-redemption-part.ts";
import { weeksPart } from "./weeks-of-ids-part.ts";
import { aimLine } from "../../report/aim.ts";
const t = Date.now(); const parts = { eshop: informationPart, households: redemptionPart, weeks: weeksPart } as any;
const p = parts[process.argv[2]!]({ quick: process.argv[3] === "quick" }); console.log(p.title); console.log(p.lines.join("\n")); for (const a of p.aims) console.log(aimLine(a)); console.log((Date.now()-t)/1000);
