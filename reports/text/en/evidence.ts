/** What a check saw. */
export const evidence = {
  "evidence.absent": ({ where }: { where: string }) =>
    `it was written, and the host has nothing at ${where}`,
  "evidence.found": ({ where }: { where: string }) => `it reached the host, at ${where}`,
  "evidence.refused": ({ errno }: { errno: string }) => `refused (${errno})`,
  "evidence.paced": (of: {
    bitsPerSecond: number;
    mbit: number;
    mtu: number;
    congestionControl: string;
  }) =>
    `${(of.bitsPerSecond / 1e6).toFixed(1)} of ${of.mbit} Mbit/s at the fastest; MTU ${of.mtu}, ${of.congestionControl}, no added delay`,
};
