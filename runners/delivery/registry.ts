/** The registry that a run's images are pulled from: Debian's docker-registry. */
import { join } from "node:path";
import { makeFolder, writeNewFile } from "../../bench/files.ts";
import type { RunContext } from "../context.ts";
import { type Server, serverOf } from "./server.ts";

const PORT = 5000;

export function registryOf(context: RunContext): Promise<Server> {
  return serverOf(context, {
    tool: "docker-registry",
    port: PORT,
    prepare: (folder) => {
      const storage = join(folder, "storage");
      makeFolder(storage);
      const config = join(folder, "config.json");
      writeNewFile(config, JSON.stringify(configuration(storage)));
      return { words: ["serve", config], storage };
    },
  });
}

/** The registry's configuration. It is in YAML, of which JSON is a part. */
function configuration(storage: string) {
  return {
    version: "0.1",
    log: { level: "info", accesslog: { disabled: false } },
    storage: {
      filesystem: { rootdirectory: storage },
      maintenance: { uploadpurging: { enabled: false }, readonly: { enabled: true } },
    },
    http: { addr: `0.0.0.0:${PORT}` },
  };
}
