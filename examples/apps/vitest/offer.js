import { createClassifier } from "@sedge/client-sdk";

export const sedge = createClassifier({ site: "demo", endpoint: "https://edge.example.com" });

/** The offer for the visitor's cluster. */
export async function offer() {
  const { clusterId } = await sedge.cluster();
  return clusterId === "c3" ? "Free delivery" : "Welcome";
}
