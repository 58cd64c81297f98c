/** The token that Django wants with every change; htmx and uploads send it as a header. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
