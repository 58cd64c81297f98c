/**
 * In the editor of `form[data-inserts="url"]`: "/" and what is typed after it offers canned answers and articles, "@" in a
 * note colleagues and teams; "/" a table, too. Arrow keys choose, Enter or Tab puts it in, Escape leaves the text as it is. The server
 * answers {"items": [{icon, name, detail, html} or {icon, name, detail, id}]}.
 */
import type { Editor } from "@tiptap/core";
import { isInTable } from "@tiptap/pm/tables";
import { askServer } from "./asking";
import { element } from "./element";
import { insertTable } from "./editor_tables";
import { icon } from "./icon";
import { text } from "./texts";

interface Item {
  icon: string;
  name: string;
  detail: string;
  html?: string;
  id?: string;
}

const typed = /(?:^|\s)([/@])([^\s/@][^/@\n]{0,39}|)$/;
const pause = 120;

export function connectInserts(editor: Editor, form: HTMLFormElement): () => void {
  const url = form.dataset.inserts;
  if (!url) return () => {};
  const list = element("div", { class: "menu inserts", id: `${form.id}-inserts`, popover: "manual", role: "listbox", "aria-label": text("inserts") });
  form.append(list);
  const table: Item = { icon: "table", name: text("table"), detail: "" };
  let items: Item[] = [];
  let at = 0;
  let sign: { from: number; words: string; kind: string } | undefined;
  let left = ""; // where Escape was pressed: not offered again until another begins
  let timer = 0;
  let asked = 0;

  const close = (): void => {
    asked += 1;
    clearTimeout(timer);
    items = [];
    if (list.matches(":popover-open")) list.hidePopover();
    editor.view.dom.removeAttribute("aria-activedescendant");
    editor.view.dom.removeAttribute("aria-controls");
  };

  const choose = (next: number): void => {
    at = (next + items.length) % items.length;
    for (const [place, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(place === at));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    editor.view.dom.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };

  const put = (item: Item | undefined): void => {
    if (!sign || !item) return;
    const range = { from: sign.from, to: editor.state.selection.from };
    const content = item.id ? [{ type: "mention", attrs: { id: item.id, label: item.name } }, { type: "text", text: " " }] : (item.html ?? "");
    close();
    editor.chain().focus().deleteRange(range).run();
    if (item === table) insertTable(editor);
    else editor.commands.insertContent(content);
  };

  const show = (): void => {
    if (!sign || items.length === 0) return close();
    const options = items.map((item, place) => {
      const words = element("span", { class: "menu-item-label" }, item.name, ...(item.detail ? [element("span", { class: "menu-item-detail" }, item.detail)] : []));
      const option = element("div", { class: "menu-item", role: "option", id: `${list.id}-${place}`, "aria-selected": "false" }, icon(item.icon), words);
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault(); // the editor keeps the focus
        put(item);
      });
      return option;
    });
    list.replaceChildren(...options);
    if (!list.matches(":popover-open")) list.showPopover();
    const { left: x, bottom, top } = editor.view.coordsAtPos(sign.from);
    const below = window.innerHeight - bottom > list.offsetHeight + 8;
    list.style.left = `${Math.max(8, Math.min(x, window.innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = `${Math.max(8, below ? bottom + 4 : top - list.offsetHeight - 4)}px`;
    editor.view.dom.setAttribute("aria-controls", list.id);
    choose(0);
  };

  const ask = async (): Promise<void> => {
    if (!sign) return;
    const mine = (asked += 1);
    try {
      const answer = await askServer(`${url}?${new URLSearchParams({ sign: sign.kind, q: sign.words }).toString()}`, { headers: { Accept: "application/json" } });
      const told = answer.ok ? ((await answer.json()) as { items: Item[] }) : { items: [] };
      if (mine !== asked) return;
      const offersTable = sign?.kind === "/" && !isInTable(editor.state) && table.name.toLowerCase().includes(sign.words.toLowerCase());
      items = offersTable ? [...told.items, table] : told.items;
      show();
    } catch {
      close(); // Without connection one goes on writing.
    }
  };

  const look = (): void => {
    const { $from, empty } = editor.state.selection;
    const before = empty && $from.parent.isTextblock && !$from.parent.type.spec.code ? $from.parent.textBetween(0, $from.parentOffset, "\n", "￼") : "";
    const found = typed.exec(before);
    const kind = found?.[1] ?? "";
    const isNote = new FormData(form).get("visibility") === "note";
    if (!found || (kind === "@" && !isNote)) {
      sign = undefined;
      left = "";
      return close();
    }
    const words = found[2] ?? "";
    sign = { from: $from.pos - words.length - 1, words, kind };
    if (left === `${kind}${sign.from}`) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), pause);
  };

  const key = (event: KeyboardEvent): void => {
    if (!list.matches(":popover-open") || event.isComposing) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") put(items[at]);
    else if (event.key === "Escape") {
      if (sign) left = `${sign.kind}${sign.from}`;
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  editor.on("update", look);
  editor.on("blur", close);
  form.addEventListener("keydown", key, { capture: true });
  return () => {
    form.removeEventListener("keydown", key, { capture: true });
    close();
    list.remove();
  };
}
