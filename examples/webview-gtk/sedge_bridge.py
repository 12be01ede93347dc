"""The native side of Sedge's bridge for a WebKitGTK webview, as in the Swift and Kotlin examples."""

import hmac
import json
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import gi

gi.require_version("WebKit2", "4.1")
from gi.repository import WebKit2  # noqa: E402

VERSION = 1
# Longest accepted message, in characters: twenty ledger entries of 25 KB.
MAX_MESSAGE_CHARS = 1_000_000
SCRIPT = Path(__file__).with_name("sedge-host.js")


def origin_of(address):
    """The origin of an address: scheme, host and port."""
    parts = urlsplit(address or "")
    return f"{parts.scheme}://{parts.netloc}"


class SedgeBridge:
    """Exchanges messages with Sedge on the pages of one origin, in one webview.

    `on_message` is called with each message from the page, a dict with a `type`. Unlike iOS and Android, WebKitGTK does not
    report which frame sent a message, so the bridge checks the nonce, which only the origin's main frame gets.
    """

    def __init__(self, manager, origin, on_message):
        self._origin = origin
        self._on_message = on_message
        self._nonce = secrets.token_urlsafe(24)
        self._view = None
        self.refused = 0
        source = SCRIPT.read_text(encoding="utf-8")
        source = source.replace("%NONCE%", self._nonce).replace("%ORIGINS%", origin)
        manager.connect("script-message-received::sedge", self._received)
        manager.register_script_message_handler("sedge")
        manager.add_script(
            WebKit2.UserScript.new(
                source,
                WebKit2.UserContentInjectedFrames.TOP_FRAME,
                WebKit2.UserScriptInjectionTime.START,
                # WebKit's patterns have no ports, so the script checks the whole origin.
                [f"{urlsplit(origin).scheme}://{urlsplit(origin).hostname}/*"],
                None,
            )
        )

    def attach(self, view):
        """Sets the webview that messages go to."""
        self._view = view

    def send(self, message):
        """Sends a message to the open page. Does nothing if the page has another origin."""
        if origin_of(self._view.get_uri()) != self._origin:
            return
        text = json.dumps({"sedge": VERSION, "nonce": self._nonce, **message})
        script = f"window.sedgeHost?.receive({json.dumps(text)})"
        self._view.evaluate_javascript(script, -1, None, None, None, None)

    def _received(self, _manager, result):
        message = self._read(result.get_js_value())
        if message is None:
            self.refused += 1
        else:
            self._on_message(message)

    def _read(self, value):
        """Parses a message. Returns None unless it comes from Sedge on the page."""
        if origin_of(self._view.get_uri()) != self._origin or not value.is_string():
            return None
        text = value.to_string()
        if len(text) > MAX_MESSAGE_CHARS:
            return None
        try:
            message = json.loads(text)
        except ValueError:
            return None
        if not isinstance(message, dict) or message.get("sedge") != VERSION:
            return None
        nonce = message.pop("nonce", None)
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), self._nonce.encode()):
            return None
        return message if isinstance(message.get("type"), str) else None
