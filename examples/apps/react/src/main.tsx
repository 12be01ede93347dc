import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { useSedge } from "./use-sedge";

function App() {
  const { sedge, classification } = useSedge("demo", "https://edge.example.com");
  useEffect(() => void sedge?.consent.set({ classify: true }), [sedge]); // when your visitor agrees
  if (!classification) return <output>…</output>;
  return (
    <output>
      Friction: {Math.round(classification.friction.score * 100)} %, computed in a {classification.backend.host}
    </output>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
