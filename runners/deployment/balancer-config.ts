/** The configuration of HAProxy. Source: its "Configuration Manual", version 2.6. */
import type { Front } from "../../bench/types.ts";

const FIRST_PORT = 8001;

/** A front for each service, in the clients' own namespace. */
export function frontsOf(services: readonly string[]): Readonly<Record<string, Front>> {
  return Object.fromEntries(
    services.map((name, index) => [name, { address: "127.0.0.1", port: FIRST_PORT + index }]),
  );
}

type Line = readonly string[];

/** `socket`: the path at which commands are taken. */
export function configuration(socket: string, fronts: Readonly<Record<string, Front>>): string {
  const lines: Line[] = [
    ["global"],
    ["stats", "socket", socket, "mode", "600", "level", "admin"],
    ["nbthread", "1"],
    ["defaults"],
    ["mode", "http"],
    ["timeout", "connect", "1s"],
    ["timeout", "client", "10s"],
    ["timeout", "server", "10s"],
    // A request that fails must fail for the client, too.
    ["retries", "0"],
    ["no", "option", "redispatch"],
    // Each request has a connection of its own here as well.
    ["option", "httpclose"],
    ["http-reuse", "never"],
    ...Object.entries(fronts).flatMap(([name, { address, port }]): Line[] => [
      ["frontend", `${name}-front`],
      ["bind", `${address}:${port}`],
      ["default_backend", name],
      ["backend", name],
      ["balance", "roundrobin"],
    ]),
  ];
  return lines.map((words) => `${words.join(" ")}\n`).join("");
}
