import { expect, test } from "vitest";
import { html, jsonBlock, trusted } from "./html.ts";

test("escapes insertions in text and attributes, but not markup made by html", () => {
  const nasty = `"><script>alert('&')</script>`;
  expect(html`<p title="${nasty}">${nasty}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</p>',
  );
  expect(
    html`<ul>
      ${[1, 2].map((one) => html`<li>${one}</li>`)}${false}${undefined}${trusted("<hr>")}
    </ul>`.text.replaceAll(/\n\s*/g, ""),
  ).toBe("<ul><li>1</li><li>2</li><hr></ul>");
});

test("keeps text in a JSON block from ending its element", () => {
  const { text } = jsonBlock("application/ld+json", { name: "</script><script>alert(1)</script>" });
  expect(text.match(/<\/script>/g)?.length).toBe(1);
  const [, json = ""] = /^<script type="application\/ld\+json">(.*)<\/script>$/.exec(text) ?? [];
  expect(JSON.parse(json)).toEqual({ name: "</script><script>alert(1)</script>" });
});
