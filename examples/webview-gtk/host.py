#!/usr/bin/python3
"""A small native app around a shop's pages, with a signed-in customer, a consent setting and a native product screen.

    host.py ADDRESS [--data FOLDER] [--proxy ADDRESS] [--driven]

Needs Debian's python3-gi and gir1.2-webkit2-4.1, and a display. `--driven` is for tests: see driven.py.
"""

import argparse
import time

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

from driven import Driven  # noqa: E402
from sedge_bridge import SedgeBridge, origin_of  # noqa: E402


class Host:
    """The app: a window with native buttons above the webview."""

    def __init__(self, arguments):
        data = arguments.data
        manager = (
            WebKit2.WebsiteDataManager(base_data_directory=data, base_cache_directory=f"{data}/cache")
            if data
            else WebKit2.WebsiteDataManager.new_ephemeral()
        )
        if arguments.proxy:
            settings = WebKit2.NetworkProxySettings.new(arguments.proxy, [])
            manager.set_network_proxy_settings(WebKit2.NetworkProxyMode.CUSTOM, settings)
        contents = WebKit2.UserContentManager()
        self.listeners = [self._show]
        self.bridge = SedgeBridge(contents, origin_of(arguments.address), self._receive)
        context = WebKit2.WebContext.new_with_website_data_manager(manager)
        self.view = WebKit2.WebView(web_context=context, user_content_manager=contents)
        self.bridge.attach(self.view)
        # The app's state: the consent decision and the signed-in customer's identifiers.
        self.consent = None
        self.identifiers = {}
        self.window = Gtk.Window(title="Sedge in a webview", default_width=420, default_height=800)
        self.window.connect("destroy", Gtk.main_quit)
        self.status = Gtk.Label(label="No message from the page yet.", wrap=True)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        for label, action in [
            ("Allow personalisation", lambda: self.decide({"classify": True, "link": True})),
            ("Sign in as jo@example.org", lambda: self.sign_in({"email": "jo@example.org"})),
            ("See a scarf (a native screen)", self.see_scarf),
            ("Withdraw", lambda: self.bridge.send({"type": "withdraw"})),
        ]:
            button = Gtk.Button(label=label)
            button.connect("clicked", lambda _button, action=action: action())
            box.pack_start(button, False, False, 0)
        box.pack_start(self.status, False, False, 4)
        box.pack_start(self.view, True, True, 0)
        self.window.add(box)
        self.window.show_all()

    def decide(self, consent):
        """Applies a decision from the app's settings."""
        self.consent = consent
        self.bridge.send({"type": "consent", "consent": consent})

    def sign_in(self, identifiers):
        self.identifiers = identifiers
        self.bridge.send({"type": "identity", "identifiers": identifiers})

    def see_scarf(self):
        at = time.time() * 1_000
        scarf = {"item": "scarf-1", "category": "scarves", "price": 19.5}
        screen = {"name": "screen", "at": at, "kind": "product", **scarf}
        self.bridge.send({"type": "session", "events": [screen, {"name": "cart-add", "at": at + 1, **scarf}]})

    def _receive(self, message):
        # Each page of the site opens the bridge again.
        if message["type"] == "ready":
            self.bridge.send({"type": "hello", "consent": self.consent})
            if self.identifiers:
                self.bridge.send({"type": "identity", "identifiers": self.identifiers})
        if message["type"] == "consent" and message["consent"]["decided"]:
            purposes = message["consent"]["purposes"]
            self.consent = {purpose: purpose in purposes for purpose in ("classify", "link", "learn")}
        if message["type"] == "withdrawn":
            self.identifiers = {}
        for listener in self.listeners:
            listener(message)

    def _show(self, message):
        if message["type"] == "cluster":
            self.status.set_text(f"Cluster: {message['cluster']['clusterName']}")


def main():
    parser = argparse.ArgumentParser(description="A native app around the pages of a site.")
    parser.add_argument("address")
    parser.add_argument("--data", help="folder for the site's data; default: no data is stored")
    parser.add_argument("--proxy", help="HTTP proxy for all traffic, for tests")
    parser.add_argument("--driven", action="store_true", help="read commands from stdin, for tests")
    arguments = parser.parse_args()
    host = Host(arguments)
    if arguments.driven:
        Driven(host)
    else:
        host.view.load_uri(arguments.address)
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, 2, Gtk.main_quit)
    Gtk.main()


if __name__ == "__main__":
    main()
