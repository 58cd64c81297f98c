/** `[data-theme-choice="light|dark|contrast|"]`: kept in a cookie, so that the server writes it into the page. */
import { delegate } from "./connect";

const year = 365 * 24 * 3600;

export function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${value ? year : 0}; samesite=lax`;
}

function choice(name: "theme" | "density"): void {
  delegate("click", `[data-${name}-choice]`, (button) => {
    const value = button.getAttribute(`data-${name}-choice`) ?? "";
    remember(name, value);
    if (value) document.documentElement.setAttribute(`data-${name}`, value);
    else document.documentElement.removeAttribute(`data-${name}`);
    for (const other of document.querySelectorAll(`[data-${name}-choice]`)) other.setAttribute("aria-checked", String(other === button));
  });
}

choice("theme");
choice("density");
