/** What is typed, in this browser: the net for when the server can't be reached. */
export type Values = [name: string, value: string][];

export interface KeptFile {
  id: number | string;
  name: string;
  size: number;
  url: string;
  content_type: string;
}

export interface Draft {
  values: Values;
  files?: KeptFile[];
  at: number;
  /** The version on the server that this was written on, and whether the server has it. */
  base?: number;
  saved?: boolean;
  sentWithSeen?: string | undefined;
}

const prefix = "balie-draft:";
const kept = 30 * 24 * 3600_000;

export function read(key: string): Draft | undefined {
  try {
    return (JSON.parse(localStorage.getItem(prefix + key) ?? "null") as Draft | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function write(key: string, draft: Draft): boolean {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // Full, or forbidden by the browser: then leaving the page asks first (unsaved.ts).
  }
}

export const forget = (key: string): void => localStorage.removeItem(prefix + key);

/** A page that says so (`[data-not-sent]`) came in place of the one that what was sent would have led to. */
export function tidy(): void {
  const notSent = document.querySelector("[data-not-sent]") !== null;
  for (const name of Object.keys(localStorage).filter((item) => item.startsWith(prefix))) {
    const key = name.slice(prefix.length);
    const draft = read(key);
    if (notSent && draft?.sentWithSeen !== undefined) {
      write(key, { ...draft, sentWithSeen: undefined });
      continue;
    }
    const elsewhere = draft?.sentWithSeen !== undefined && !document.querySelector(`form[data-draft="${CSS.escape(key)}"]`);
    if (!draft || elsewhere || Date.now() - draft.at > kept) forget(key);
  }
}
