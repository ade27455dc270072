#!/usr/bin/env node
// The sources are TypeScript and are shipped as they are: tsx loads them.
import { register } from "tsx/esm/api";

register();
await import("../scripts/cli.ts");
