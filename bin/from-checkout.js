/** Starts a program that is no command of isotax: `node bin/from-checkout.js test/self/main`. */
import { start } from "./start.js";

const [name] = process.argv.splice(2, 1);
await start(`${name}.js`);
