/**
 * `<form data-push="KEY">`: asks this browser to show what the desk tells while none of its pages is open, and sends the
 * form with what the browser's push service gave it. Hidden where the browser has no such service, and where it is the
 * desk's already: then `[data-push-device]` with its address says that it is this one.
 */
import { behaviour } from "./connect";
import { text } from "./texts";
import { toast } from "./toasts";

const bytes = (key: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const written = (data: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(data ?? new ArrayBuffer(0)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function subscribed(key: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.register("/desk/push_worker.js", { scope: "/desk/" }).then(() => navigator.serviceWorker.ready);
  const before = await pushManager.getSubscription();
  // Of another desk at the same address, or of this one with another secret key.
  if (before && written(before.options.applicationServerKey) !== key) await before.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

behaviour<HTMLFormElement>("form[data-push]", (form, signal) => {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return;
  form.hidden = false;
  navigator.serviceWorker.getRegistration("/desk/").then((found) => found?.pushManager.getSubscription()).then((mine) => {
    const known = mine && [...document.querySelectorAll<HTMLElement>("[data-push-device]")].find((one) => one.dataset.pushDevice === mine.endpoint);
    const here = known?.querySelector<HTMLElement>("[data-push-here]");
    if (here) {
      here.hidden = false;
      form.hidden = true;
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") return toast(text("push_denied"), "error");
      const { endpoint, keys } = (await subscribed(form.dataset.push ?? "")).toJSON();
      for (const [name, value] of Object.entries({ endpoint, key: keys?.p256dh, secret: keys?.auth }))
        form.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value = value ?? "";
      form.submit();
    } catch {
      toast(text("push_failed"), "error");
    }
  }, { signal });
});
