/**
 * What changes by itself, told to those who do not see it: in the polite region `#announcements`. What comes together is
 * told together once it is calm for a moment, and never faster than one can listen.
 */
import { text } from "./texts";

const calm = 800;
const longest = 3000;
const most = 4;

let waiting: string[] = [];
let since = 0;
let timer = 0;

function tell(): void {
  const region = document.getElementById("announcements");
  const words = waiting.length > most ? [...waiting.slice(0, most), text("and_more", { count: waiting.length - most })] : waiting;
  waiting = [];
  since = 0;
  if (!region) return;
  // The same words again would be no change.
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = words.join(". ")));
}

/** `instead`: what was to be told and is overtaken by this. */
export function announce(words: string, instead?: (other: string) => boolean): void {
  if (!words) return;
  waiting = waiting.filter((other) => other !== words && !instead?.(other));
  waiting.push(words);
  since ||= Date.now();
  clearTimeout(timer);
  timer = window.setTimeout(tell, Math.max(0, Math.min(calm, since + longest - Date.now())));
}
