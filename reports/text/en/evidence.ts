/** What a check saw. */
export const evidence = {
  "evidence.absent": ({ where }: { where: string }) =>
    `it was written, and the host has nothing at ${where}`,
  "evidence.found": ({ where }: { where: string }) => `it reached the host, at ${where}`,
  "evidence.refused": ({ errno }: { errno: string }) => `refused (${errno})`,
};
