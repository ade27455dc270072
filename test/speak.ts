/** Errors have words in tests too, as in a program that has begun. */
import { ENGLISH, speak } from "../reports/text/message.ts";

speak(ENGLISH);
