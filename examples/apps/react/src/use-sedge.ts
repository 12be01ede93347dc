import { useEffect, useState } from "react";
import { type Classification, type Classifier, createClassifier } from "@sedge/client-sdk";

export function useSedge(site: string, endpoint: string) {
  const [sedge, setSedge] = useState<Classifier>();
  const [classification, setClassification] = useState<Classification>();
  useEffect(() => {
    const one = createClassifier({ site, endpoint });
    one.on("classification", setClassification);
    one.on("problem", ({ code, message }) => console.error(code, message));
    setSedge(one);
    return () => one.stop();
  }, [site, endpoint]);
  return { sedge, classification };
}
