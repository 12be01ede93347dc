import type { BackendReport } from "../classification.ts";
import { either, type Form, isFlag, isNumber, isText, listOf, oneOf, shape } from "../form.ts";
import type {
  SupportIntent,
  TextAnswer,
  TextClass,
  TextClassification,
  TextScore,
  WordReason,
} from "../text-classification.ts";

const isNull = oneOf(null);
const reasons = listOf(shape<WordReason>({ word: isText, effect: isNumber }));
const textClass = { code: isText, label: isText, probability: isNumber };
const answer = { model: isText, classes: listOf(shape<TextClass>(textClass)), reasons };
const isAnswer = either(shape<TextAnswer>(answer), isNull);

/** The form of what the worker says of a text. */
export function textClassificationForm(isReport: Form<BackendReport>): Form<TextClassification> {
  return shape<TextClassification>({
    at: isNumber,
    source: oneOf("chat", "search"),
    intent: either(
      shape<SupportIntent>({ ...answer, outOfScope: either(isNumber, isNull), isOutOfScope: isFlag }),
      isNull,
    ),
    sentiment: isAnswer,
    emotion: isAnswer,
    frustration: either(shape<TextScore>({ ...textClass, model: isText, reasons }), isNull),
    backend: isReport,
  });
}
