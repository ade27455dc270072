/** What a process prints, line by line, for those who wait for a line. */
export interface Lines {
  /** The next line that nobody has got yet. */
  next(): Promise<string>;
  /** No line comes any more: who waits for one, or will, gets this error. */
  end(error: Error): void;
}

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

export function linesOf(stream: NodeJS.ReadableStream | null): Lines {
  const lines: string[] = [];
  const waiting: Waiting[] = [];
  let rest = "";
  let failure: Error | undefined;
  stream?.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      const next = waiting.shift();
      if (next === undefined) lines.push(line);
      else next.resolve(line);
    }
  });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        const line = lines.shift();
        if (line !== undefined) resolve(line);
        else if (failure !== undefined) reject(failure);
        else waiting.push({ resolve, reject });
      }),
    end: (error) => {
      failure = error;
      for (const { reject } of waiting.splice(0)) reject(error);
    },
  };
}
