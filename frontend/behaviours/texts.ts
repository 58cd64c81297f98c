/** What behaviours say, as components/texts.html wrote it in the reader's language. */
const known: Record<string, string> = JSON.parse(
  document.querySelector<HTMLMetaElement>('meta[name="texts"]')?.content || "{}",
);

export function filled(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function text(key: string, values: Record<string, string | number> = {}): string {
  return filled(known[key] ?? key, values);
}
