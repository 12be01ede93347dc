/**
 * Month and weekend of a moment, in UTC: one moment gives one record wherever it is computed. Near midnight the
 * visitor's own calendar may differ by a day. Closeness to a special day is left out: which days are special is the
 * shop's knowledge and its country's, and a device has neither.
 */
export function calendarFeatures(at: number) {
  const date = new Date(at);
  const month = date.getUTCMonth();
  const day = date.getUTCDay();
  const angle = (month / 12) * 2 * Math.PI;
  const is = (number: number) => (month === number - 1 ? 1 : 0);
  return {
    month01: is(1),
    month02: is(2),
    month03: is(3),
    month04: is(4),
    month05: is(5),
    month06: is(6),
    month07: is(7),
    month08: is(8),
    month09: is(9),
    month10: is(10),
    month11: is(11),
    month12: is(12),
    /** The month on a circle, January at angle 0, -1 to 1. */
    monthSine: Math.sin(angle),
    monthCosine: Math.cos(angle),
    weekend: day === 0 || day === 6 ? 1 : 0,
  };
}
