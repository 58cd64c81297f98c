/** The desk: everything of the portal, htmx, and the behaviours of people who work here all day. */
import "./portal";
import "../behaviours/combobox";
import "../behaviours/lists";
import "../behaviours/remote_images";
import "../behaviours/requests";
import "../behaviours/selection";
import "../behaviours/shortcuts";
import "../behaviours/tabs";
import "../behaviours/tags";
