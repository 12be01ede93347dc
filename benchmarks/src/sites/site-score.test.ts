import { describe, expect, test } from "vitest";
import { scoreSite, totals } from "./site-score.ts";

const facts = { path: "/p", kind: "product", item: "A", price: 45, steps: [["button", "cart-add", "A"]] } as const;

describe("scoreSite", () => {
  test("counts every fact that was recognised", () => {
    const { aspects, losses } = scoreSite(facts, { kind: "product", item: "A", price: 45, steps: [["cart-add", "A"]] });
    expect(losses).toEqual([]);
    expect(Object.values(aspects)).toEqual(Array.from({ length: 4 }, () => ({ of: 1, right: 1 })));
  });

  test("names what was missed and what the page does not have", () => {
    const { losses } = scoreSite(facts, { kind: "list", price: 450_000, steps: [["cart-add", "B"]] });
    expect(losses).toEqual([
      "kind: list, not product",
      "product: nothing, not A",
      "price: 450000, not 45",
      "step: no cart-add of A",
      "step: cart-add of B, which the page does not have",
    ]);
  });

  test("takes a second kind where its author does, and counts nothing that the page lacks", () => {
    const article = { path: "/a", kind: "information", alsoRight: ["other"] };
    const { aspects, losses } = scoreSite(article, { kind: "other", item: "B9", steps: [] });
    expect(losses).toEqual(["product: B9, where the page has none"]);
    expect(aspects.product).toEqual({ of: 0, right: 0 });
  });

  test("pairs steps one to one, and a step without a product with any", () => {
    const two = {
      path: "/cart",
      kind: "cart",
      steps: [
        ["a", "cart-remove", null],
        ["b", "cart-remove", null],
      ],
    } as const;
    const score = scoreSite(two, { kind: "cart", steps: [["cart-remove", "A"]] });
    expect(score.aspects.steps).toEqual({ of: 2, right: 1 });
    expect(totals([score, score]).steps).toEqual({ of: 4, right: 2 });
  });
});
