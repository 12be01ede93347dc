import { readModel } from "./model-folder.ts";
import { SHIPPED_MODELS } from "./shipped-models.ts";
import { probabilitiesOf, figuresOf } from "./figures.ts";
const m = readModel("visit-depth"); const e = SHIPPED_MODELS[1]!.examples()!;
for (const part of ["validation","test"] as const) for (const i of [0,1,2]) { const q=e[part].filter(x=>!x.asked[i]); const p=probabilitiesOf(m,i,q).sort((a,b)=>a-b); const o=e[part].filter(x=>x.asked[i]); const f=figuresOf(probabilitiesOf(m,i,o),o.map(x=>x.answers[i]!)); console.log(part,i,"settled min/1%/50%",p[0],p[Math.floor(p.length/100)],p[p.length>>1],"open ECE",f.calibrationError,f.massCalibrationError,f.calibrationFloor,"AUC",f.auc, m.manifest.outputs[i]); }
