/** Loads data as scripts, since a page from disk may load nothing else. */

/** What a file gave to the function it calls. It is called once for each file. */
let given: unknown;

for (const call of ["isotaxRuns", "isotaxRun", "isotaxTrends"]) {
  Object.assign(globalThis, {
    [call]: (data: unknown) => {
      given = data;
    },
  });
}

/** One at a time, so that what was given is known to be of this file. */
let last: Promise<unknown> = Promise.resolve();

/** The data of a file of this site; undefined if it cannot be loaded. */
export function load<T>(file: string): Promise<T | undefined> {
  const next = last.then(() => loadNow<T>(file));
  last = next;
  return next;
}

function loadNow<T>(file: string): Promise<T | undefined> {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    given = undefined;
    script.addEventListener("load", () => {
      script.remove();
      resolve(given as T | undefined);
    });
    script.addEventListener("error", () => {
      script.remove();
      resolve(undefined);
    });
    script.src = file;
    document.head.append(script);
  });
}
