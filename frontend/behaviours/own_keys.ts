/**
 * Which key does what for whoever looks. A key is called after what it usually is; `<meta name="own-keys">` says which are
 * others for them, and whether keys count that are pressed without Ctrl or Alt.
 */
interface OwnKeys {
  changed: Record<string, string>;
  single: boolean;
}

const own: OwnKeys = { changed: {}, single: true, ...JSON.parse(document.querySelector<HTMLMetaElement>('meta[name="own-keys"]')?.content || "{}") };

const isSingle = (pressed: string): boolean => !/^(Ctrl|Alt)\+./.test(pressed);

export const isUsual = own.single && Object.keys(own.changed).length === 0;

/** The key to press; empty: none. */
export function keyOf(usual: string): string {
  const pressed = own.changed[usual] ?? usual;
  return own.single || !isSingle(pressed) ? pressed : "";
}

/** The usual names of what was pressed. */
export function usualOf(pressed: string): string[] {
  if (!own.single && isSingle(pressed)) return [];
  const moved = Object.keys(own.changed).filter((usual) => own.changed[usual] === pressed);
  return pressed in own.changed ? moved : [pressed, ...moved];
}

/** As `Ctrl+k`; on a Mac the command key is Ctrl. What is typed with Shift is what stands on the key. */
export function pressedKey(event: KeyboardEvent): string {
  const held = [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt"].filter(Boolean);
  if (held.length === 0) return event.key;
  return [...held, event.shiftKey && "Shift", event.key.length === 1 ? event.key.toLowerCase() : event.key].filter(Boolean).join("+");
}
