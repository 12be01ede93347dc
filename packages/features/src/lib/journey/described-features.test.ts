import { Codebook, type Codeword } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { PROFILE_SCHEMA } from "../profile/profile-codebook.ts";
import { profileFeatures } from "../profile/profile-space.ts";
import { CHANNEL_FEATURES } from "../profile/channel-features.ts";
import { describedFeatures } from "./described-features.ts";

/** A codebook of two levels over these features, whose only leaf has 0.1, 0.2, … */
function codebookOf(featureSchema: string, features: readonly string[]): Codebook {
  const cell = { count: 100, cluster: "c0", confidence: 1 };
  const leaf = features.map((_, index) => (index + 1) / 100);
  return v.parse(Codebook, {
    generation: 3,
    source: "round",
    featureSchema,
    features: [...features],
    cells: [
      { ...cell, path: "", centroid: features.map(() => 0.5) },
      { ...cell, path: "0", centroid: leaf },
    ],
    clusters: [{ id: "c0", name: "all", centroid: leaf, count: 100 }],
  });
}
const codeword = ({ generation }: Codebook, path: string) => ({ generation, path }) as Codeword;

test("a codebook of visits describes only web and app, and its root describes nobody", () => {
  const codebook = codebookOf("session.v1", ["depth", "breadth"]);
  const described = describedFeatures(codebook, [
    { channel: "web", codeword: codeword(codebook, "0") },
    { channel: "app", codeword: codeword(codebook, "") },
    { channel: "chat", codeword: codeword(codebook, "0") },
  ]);
  expect(described).toEqual({ web: { depth: 0.01, breadth: 0.02 } });
});

test("a codebook of several channels describes each channel's own part of its cell", () => {
  const channels = CHANNEL_FEATURES.filter(({ channel }) => ["web", "email", "chat"].includes(channel));
  const codebook = codebookOf(PROFILE_SCHEMA, profileFeatures(channels));
  const observe = (channel: "app" | "email" | "chat" | "iot") => ({ channel, codeword: codeword(codebook, "0") });
  const described = describedFeatures(codebook, [observe("app"), observe("email"), observe("chat"), observe("iot")]);
  expect(Object.keys(described)).toEqual(["app", "email", "chat"]);
  // Behind the web's flag and six features come the e-mail's flag and its three, then the chat's.
  expect(described.email).toEqual({ received: 0.09, opened: 0.1, clicked: 0.11 });
  expect(described.chat).toEqual({ contacts: 0.13, unresolved: 0.14, displeased: 0.15 });
});
