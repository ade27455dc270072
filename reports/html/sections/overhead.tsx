/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { HeatMap } from "../parts/heat-map.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "overhead",
  title: "Overhead",
  body: ({ input }) => <HeatMap input={input} of="speed" />,
};
