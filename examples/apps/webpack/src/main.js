import { createClassifier } from "@sedge/client-sdk";

const sedge = createClassifier({
  site: "demo",
  endpoint: "https://edge.example.com",
  consent: { choice: { classify: true } }, // what your visitor has agreed to
});
sedge.on("problem", ({ code, message }) => console.error(code, message));

sedge.classify().then(({ friction, backend }) => {
  document.querySelector("output").textContent =
    `Friction: ${Math.round(friction.score * 100)} %, computed in a ${backend.host}`;
});
