/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { HeatMap } from "../parts/heat-map.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "cost",
  title: "What it costs the host",
  body: ({ input }) => <HeatMap input={input} of="cost" />,
};
