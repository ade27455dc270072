/** Starts a program of scripts/ that is no command of isotax: `node bin/from-checkout.js bench-self/main`. */
import { start } from "./start.js";

const [name] = process.argv.splice(2, 1);
await start(`scripts/${name}.js`);
