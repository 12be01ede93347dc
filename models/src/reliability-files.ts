import { probabilitiesOf } from "./figures.ts";
import type { FittedModel } from "./fit-model.ts";
import type { Example } from "./model-plan.ts";
import { reliabilityBins } from "./reliability-bins.ts";
import { reliabilityPlot } from "./reliability-plot.ts";
import type { ShippedModel } from "./shipped-model.ts";

/** The reliability plots of a model's card, one a question, by file name. `unseen`: the held-out part. */
export function reliabilityFiles(
  { plan, questions }: ShippedModel,
  model: FittedModel,
  unseen: readonly Example[],
): Record<string, string> {
  const files = questions.map(({ what, output, about }) => {
    const asked = unseen.filter(about);
    const labels = asked.map(({ answers }) => answers[output] ?? false);
    const bins = reliabilityBins(probabilitiesOf(model, output, asked), labels);
    return [
      `reliability-${plan.outputs[output]?.code ?? output}.svg`,
      reliabilityPlot({ title: `${what}, held-out part`, bins }),
    ] as const;
  });
  return Object.fromEntries(files);
}
