/** The script of the resident's pages: small behaviours over pages that work without it. */
import "./resident.css";
import { copyText } from "./controllers/copy-text";
import { dangerWords } from "./controllers/danger-words";
import { fold } from "./controllers/fold";
import { keepDraft } from "./controllers/keep-draft";
import { knownAlready } from "./controllers/known-already";
import { localCodes, rememberCode } from "./controllers/local-codes";
import { photoResize } from "./controllers/photo-resize";
import { planMap } from "./controllers/plan-map";
import { draftDone, reportSteps } from "./controllers/report-steps";
import { start } from "./controllers/runtime";
import { submitOnce } from "./controllers/submit-once";

start({
  "copy-text": copyText,
  "danger-words": dangerWords,
  "draft-done": draftDone,
  fold,
  "keep-draft": keepDraft,
  "known-already": knownAlready,
  "local-codes": localCodes,
  "photo-resize": photoResize,
  "plan-map": planMap,
  "remember-code": rememberCode,
  "report-steps": reportSteps,
  "submit-once": submitOnce,
});
