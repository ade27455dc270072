import { ensureBuilt } from "../scripts/build.js";

export default function build(): void {
  ensureBuilt();
}
