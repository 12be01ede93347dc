import { visitInformation } from "./zz5.ts";
for (const x of visitInformation(6)!.slice(1)) console.log(process.argv[2], x.way, x.share.mean.toFixed(3), x.share.deviation.toFixed(3));
