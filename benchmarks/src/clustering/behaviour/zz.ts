import { weeksPart } from "./weeks-of-ids-part.ts";
import { aimLine } from "../../report/aim.ts";
const t = Date.now(); const p = await weeksPart({ quick: false }, () => undefined); console.log(p.title); console.log(p.lines.join("\n")); for (const a of p.aims) console.log(aimLine(a)); console.log((Date.now()-t)/1000);
