/** The script of the workbench: htmx under a strict content policy, and the behaviours of clerks' pages. */
import "./workbench.css";
import "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-csp.js";
import { copyText } from "./controllers/copy-text";
import { dangerWords } from "./controllers/danger-words";
import { deskList } from "./controllers/desk-list";
import { fold } from "./controllers/fold";
import { gridDesk } from "./controllers/grid-desk";
import { insertText } from "./controllers/insert-text";
import { keepDraft } from "./controllers/keep-draft";
import { listKeys } from "./controllers/list-keys";
import { mapDesk } from "./controllers/map-desk";
import { photoResize } from "./controllers/photo-resize";
import { planMap } from "./controllers/plan-map";
import { printPage } from "./controllers/print-page";
import { reveal } from "./controllers/reveal";
import { start } from "./controllers/runtime";
import { showCurrent } from "./controllers/show-current";
import { submitOnce } from "./controllers/submit-once";
import { suggestKind } from "./controllers/suggest-kind";
import { tickAll } from "./controllers/tick-all";
import { undoToast } from "./controllers/undo-toast";

start({
  "copy-text": copyText,
  "danger-words": dangerWords,
  "desk-list": deskList,
  fold,
  "grid-desk": gridDesk,
  "insert-text": insertText,
  "keep-draft": keepDraft,
  "list-keys": listKeys,
  "map-desk": mapDesk,
  "photo-resize": photoResize,
  "plan-map": planMap,
  "print-page": printPage,
  reveal,
  "show-current": showCurrent,
  "submit-once": submitOnce,
  "suggest-kind": suggestKind,
  "tick-all": tickAll,
  "undo-toast": undoToast,
});
