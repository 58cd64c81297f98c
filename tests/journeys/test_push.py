"""A browser that is told of things, in a real one. Its push service is put in place of: that would be elsewhere."""

import pytest
from playwright.sync_api import expect

from balie.notifications.push.tests.service import Browser
from balie.notifications.push_records import Device
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]

_SERVICE = """() => {
  const given = { endpoint: "https://push.example/send/1", keys: { p256dh: "KEY", auth: "SECRET" } };
  const mine = { endpoint: given.endpoint, toJSON: () => given };
  Notification.requestPermission = async () => "granted";
  PushManager.prototype.subscribe = async () => { localStorage.setItem("pushed", "1"); return mine; };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("pushed") ? mine : null);
}"""


def test_a_device_is_added_known_again_and_removed(desk: World, sit: Sit) -> None:
    browser = Browser()
    page = sit(desk.anna)
    service = _SERVICE.replace("KEY", browser.key).replace("SECRET", browser.secret)
    page.add_init_script(f"({service})()")
    page.goto("/desk/notifications/choice/")
    # The first time it has nothing to be known by: the browser asks for a subscription of its own.
    page.evaluate("PushManager.prototype.getSubscription = async () => null")
    page.get_by_role("button", name="Tell this device").click()
    expect(page.get_by_text("This device is told from now on.")).to_be_visible()
    expect(page.get_by_text("this one", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Tell this device")).to_be_hidden()
    assert Device.objects.get().user == desk.anna
    scope = page.evaluate("navigator.serviceWorker.getRegistration('/desk/').then((it) => new URL(it.scope).pathname)")
    assert scope == "/desk/"
    page.locator("[data-push-device]").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Tell this device")).to_be_visible()
    assert not Device.objects.exists()
