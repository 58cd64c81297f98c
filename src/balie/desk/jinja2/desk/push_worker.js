// Shows what the desk tells this browser, also while none of its pages is open, and leads there.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : { title: "Balie", url: "/desk/" };
  event.waitUntil(self.registration.showNotification(told.title, { body: told.body, tag: told.tag, data: told.url, renotify: Boolean(told.tag) }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || "/desk/", self.location.origin).href;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const there = open.find((one) => one.url.split("#")[0] === url);
      return there ? there.focus() : self.clients.openWindow(url);
    }),
  );
});
