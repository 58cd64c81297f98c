/**
 * The token that Django wants with every change; htmx and uploads send it as a header. Signing in makes a new one, in
 * whichever window: the page's own is the older then.
 */
export function csrfToken(): string {
  const known = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  return known ?? document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
