"use client";

import { createClassifier } from "@sedge/client-sdk";
import { useEffect, useState } from "react";

export function Answer() {
  const [answer, setAnswer] = useState("…");
  useEffect(() => {
    const sedge = createClassifier({
      site: "demo",
      endpoint: "https://edge.example.com",
      consent: { choice: { classify: true } }, // what your visitor has agreed to
    });
    sedge.on("problem", ({ code, message }) => console.error(code, message));
    sedge.on("classification", ({ friction, backend }) => {
      setAnswer(`Friction: ${Math.round(friction.score * 100)} %, computed in a ${backend.host}`);
    });
    return () => sedge.stop();
  }, []);
  return <output>{answer}</output>;
}
