/** How long clients send requests. Their tools count in whole seconds, and need at least one. */
import type { Profiles } from "../types.ts";

export type ClientTime = { readonly seconds: number };

export const CLIENT_TIME: Profiles<ClientTime> = {
  smoke: { seconds: 1 },
  quick: { seconds: 1 },
  standard: { seconds: 2 },
  thorough: { seconds: 10 },
};
