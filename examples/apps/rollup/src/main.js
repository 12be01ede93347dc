import { createClassifier } from "@sedge/client-sdk";

const sedge = createClassifier({
  site: "demo",
  endpoint: "https://edge.example.com",
  consent: { choice: { classify: true } }, // what your visitor has agreed to
});
sedge.on("problem", ({ code, message }) => console.error(code, message));

sedge.classify().then(({ predictions: [first], backend }) => {
  document.querySelector("output").textContent =
    `${first.label}: ${Math.round(first.probability * 100)} %, computed in a ${backend.host}`;
});
