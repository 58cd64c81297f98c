/**
 * Tables in the editor: made by the menu, by `| a | b |` and Enter, or pasted, from a spreadsheet or as Markdown. Tab goes
 * to the next cell, and makes a row after the last.
 */
import { type Editor, Extension, Node } from "@tiptap/core";
import { type Command, Plugin } from "@tiptap/pm/state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing, toggleHeaderRow } from "@tiptap/pm/tables";

const roles: Record<string, string> = { table: "table", tableRow: "row", tableCell: "cell", tableHeader: "header_cell" };
const most = { rows: 200, columns: 30 };

const span = (name: "colspan" | "rowspan") => ({
  default: 1,
  parseHTML: (cell: HTMLElement) => Math.min(Number(cell.getAttribute(name)) || 1, most.columns),
  renderHTML: (attributes: Record<string, unknown>) => (attributes[name] === 1 ? {} : { [name]: attributes[name] }),
});

const cell = (name: string, tag: string) => Node.create({
  name,
  content: "block+",
  isolating: true,
  addAttributes: () => ({ colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { default: null, rendered: false } }),
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
});

const Row = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)+",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const htmlOf = (rows: string[][]): string => {
  const table = document.createElement("table");
  const columns = Math.min(Math.max(...rows.map((row) => row.length)), most.columns);
  for (const [at, row] of rows.slice(0, most.rows).entries()) {
    const line = table.insertRow();
    for (let place = 0; place < columns; place += 1) {
      const made = document.createElement(at ? "td" : "th");
      made.append(document.createElement("p"));
      made.firstElementChild?.append(row[place] ?? "");
      line.append(made);
    }
  }
  return table.outerHTML;
};

const cellsOf = (line: string): string[] => line.trim().replace(/^\||\|$/g, "").split("|").map((one) => one.trim());

/**
 * Rows of cells in plain text: Markdown, or columns with tabs between, as a spreadsheet copies them. Code that is indented
 * by tabs is none, nor is what a table here could not hold all of.
 */
export function tableIn(plain: string): string[][] | undefined {
  const rows = rowsIn(plain);
  return rows && rows.length <= most.rows && rows.every((row) => row.length <= most.columns) ? rows : undefined;
}

function rowsIn(plain: string): string[][] | undefined {
  const lines = plain.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
  if (lines.length < 2 || lines.every((line) => line.startsWith("\t"))) return undefined;
  if (/^\s*\|?[\s:|-]*-{3,}[\s:|-]*$/.test(lines[1] ?? "") && lines[1]?.includes("|") && lines.every((line) => line.includes("|"))) {
    return [lines[0] ?? "", ...lines.slice(2)].map(cellsOf);
  }
  return lines.every((line) => line.includes("\t")) ? lines.map((line) => line.split("\t")) : undefined;
}

/** Without the last row or column, there is no table. */
const orAll = (step: Command): Command => (state, dispatch) => step(state, dispatch) || deleteTable(state, dispatch);

const Table = Node.create({
  name: "table",
  content: "tableRow+",
  group: "block",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", ["tbody", 0]],
  extendNodeSchema: (extension) => (roles[extension.name] ? { tableRole: roles[extension.name] } : {}),
  addKeyboardShortcuts() {
    const { editor } = this;
    const within = (step: Command) => (): boolean => isInTable(editor.state) && step(editor.state, editor.view.dispatch);
    return {
      Tab: () => {
        if (!isInTable(editor.state)) return false;
        if (goToNextCell(1)(editor.state, editor.view.dispatch)) return true;
        addRowAfter(editor.state, editor.view.dispatch);
        return goToNextCell(1)(editor.state, editor.view.dispatch);
      },
      "Shift-Tab": () => isInTable(editor.state) && goToNextCell(-1)(editor.state, editor.view.dispatch),
      Enter: () => {
        const { $from, empty } = editor.state.selection;
        const line = $from.parent.textContent;
        if (!empty || isInTable(editor.state) || $from.depth !== 1 || !/^\|[^|]+\|.*[^|\s].*\|$/.test(line)) return false;
        const cells = cellsOf(line);
        const begin = $from.before();
        editor.chain().deleteRange({ from: begin, to: $from.after() }).insertContentAt(begin, htmlOf([cells, cells.map(() => "")])).run();
        let first = -1;
        editor.state.doc.descendants((node, place) => {
          if (first < 0 && place >= begin && node.type.name === "tableCell") first = place;
        });
        return first < 0 || editor.commands.setTextSelection(first + 2);
      },
      "Alt-Shift-ArrowDown": within(addRowAfter),
      "Alt-Shift-ArrowRight": within(addColumnAfter),
      "Alt-Shift-ArrowUp": within(orAll(deleteRow)),
      "Alt-Shift-ArrowLeft": within(orAll(deleteColumn)),
    };
  },
  addProseMirrorPlugins: () => [tableEditing()],
});

const Paste = Extension.create({
  name: "tablePaste",
  priority: 200,
  addProseMirrorPlugins() {
    const { editor } = this;
    return [new Plugin({
      props: {
        // The page's policy forbids styles, and the browser complains of each that it reads.
        transformPastedHTML: (html) => html.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "")),
        handlePaste(_view, event) {
          const data = event.clipboardData;
          const rows = data?.types.includes("text/html") ? undefined : tableIn(data?.getData("text/plain") ?? "");
          if (!rows || isInTable(editor.state) || editor.isActive("codeBlock")) return false;
          return editor.commands.insertContent(htmlOf(rows));
        },
      },
    })];
  },
});

export const tables = [Table, Row, cell("tableCell", "td"), cell("tableHeader", "th"), Paste];

/** An empty table with a head, where the cursor is, and the cursor in its first cell. */
export function insertTable(editor: Editor): void {
  const before = editor.state.selection.from;
  editor.chain().focus().insertContent(htmlOf([["", "", ""], ["", "", ""], ["", "", ""]])).run();
  let first = -1;
  editor.state.doc.descendants((node, place) => {
    if (first < 0 && node.type.name === "table" && place + node.nodeSize >= before) first = place;
    return first < 0;
  });
  if (first >= 0) editor.commands.setTextSelection(first + 4);
}

const steps: Record<string, Command> = {
  row: addRowAfter,
  column: addColumnAfter,
  head: toggleHeaderRow,
  "row-away": orAll(deleteRow),
  "column-away": orAll(deleteColumn),
  away: deleteTable,
};

/** The items `[data-table]` of a form's menu; those in `[data-in-table]` only within one. Answers with what ends it. */
export function connectTableMenu(editor: Editor, form: HTMLFormElement): () => void {
  const insert = form.querySelector<HTMLElement>('[data-table="insert"]');
  const others = form.querySelector<HTMLElement>("[data-in-table]");
  const show = (): void => {
    const within = isInTable(editor.state);
    if (insert) insert.hidden = within;
    if (others) others.hidden = !within;
  };
  const act = (event: Event): void => {
    const step = (event.target as Element).closest<HTMLElement>("[data-table]")?.dataset.table;
    if (!step) return;
    if (step === "insert") insertTable(editor);
    else steps[step]?.(editor.state, editor.view.dispatch);
    editor.view.focus();
  };
  form.addEventListener("click", act);
  editor.on("transaction", show);
  show();
  return () => form.removeEventListener("click", act);
}
