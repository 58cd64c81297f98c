/** The desk: everything of the portal, htmx, and the behaviours of people who work here all day. */
import "./portal";
import "../behaviours/combobox";
import "../behaviours/composer";
import "../behaviours/focus";
import "../behaviours/latest";
import "../behaviours/lists";
import "../behaviours/live_lists";
import "../behaviours/live_regions";
import "../behaviours/neighbours";
import "../behaviours/palette";
import "../behaviours/presence";
import "../behaviours/requests";
import "../behaviours/selection";
import "../behaviours/server_drafts";
import "../behaviours/shortcuts";
import "../behaviours/tabs";
import "../behaviours/tags";
