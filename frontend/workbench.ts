/** The script of the workbench: htmx under a strict content policy, and the behaviours of clerks' pages. */
import "./workbench.css";
import "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-csp.js";
import { copyText } from "./controllers/copy-text";
import { dangerWords } from "./controllers/danger-words";
import { fold } from "./controllers/fold";
import { keepDraft } from "./controllers/keep-draft";
import { listKeys } from "./controllers/list-keys";
import { photoResize } from "./controllers/photo-resize";
import { planMap } from "./controllers/plan-map";
import { reveal } from "./controllers/reveal";
import { start } from "./controllers/runtime";
import { submitOnce } from "./controllers/submit-once";
import { undoToast } from "./controllers/undo-toast";

start({
  "copy-text": copyText,
  "danger-words": dangerWords,
  fold,
  "keep-draft": keepDraft,
  "list-keys": listKeys,
  "photo-resize": photoResize,
  "plan-map": planMap,
  reveal,
  "submit-once": submitOnce,
  "undo-toast": undoToast,
});
