const { createClassifier } = require("@sedge/client-sdk");

const sedge = createClassifier({ site: "demo", endpoint: "https://edge.example.com" });

/** The offer for the visitor's cluster. */
async function offer() {
  const { clusterId } = await sedge.cluster();
  return clusterId === "c3" ? "Free delivery" : "Welcome";
}

module.exports = { sedge, offer };
