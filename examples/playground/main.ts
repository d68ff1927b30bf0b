/**
 * Starts the parts of the page, where the browser can run them.
 * @module
 */
import { bench } from "./bench/bench.ts";
import { digits } from "./digits/digits.ts";
import { lasso } from "./lasso/lasso.ts";
import { say, trouble } from "./page/dom.ts";
import { missing } from "./page/support.ts";
import { sizes } from "./sizes/sizes.ts";

const reason = missing();
if (reason) {
  trouble(reason);
  say("host", "");
  for (const control of document.querySelectorAll<HTMLButtonElement>("main :is(button, input, select)"))
    control.disabled = true;
} else {
  digits();
  sizes();
  lasso().catch(trouble);
  bench();
}
