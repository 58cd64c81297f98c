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

export function tidy(): void {
  for (const name of Object.keys(localStorage).filter((item) => item.startsWith(prefix))) {
    const key = name.slice(prefix.length);
    const draft = read(key);
    const elsewhere = draft?.sentWithSeen !== undefined && !document.querySelector(`form[data-draft="${CSS.escape(key)}"]`);
    if (!draft || elsewhere || Date.now() - draft.at > kept) forget(key);
  }
}
