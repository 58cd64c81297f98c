/** What contacts' pages need: little, and nothing that a page does not work without. */
import "../styles/main.css";
import "../behaviours/autosize";
import "../behaviours/chosen_files";
import "../behaviours/conditional";
import "../behaviours/confirm";
import "../behaviours/copy";
import "../behaviours/dialogs";
import "../behaviours/drafts";
import "../behaviours/editor";
import "../behaviours/files";
import "../behaviours/forms";
import "../behaviours/menus";
import "../behaviours/passkeys";
import "../behaviours/relative_times";
import "../behaviours/scrolling";
import "../behaviours/theme";
import "../behaviours/toasts";
import "../behaviours/unsaved";
import { start } from "../behaviours/connect";

start();
