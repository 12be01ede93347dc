"""The native end of Sedge's bridge for a WebKitGTK webview: what a Swift or Kotlin app does, in Python."""

import hmac
import json
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import gi

gi.require_version("WebKit2", "4.1")
from gi.repository import WebKit2  # noqa: E402

VERSION = 1
# Longest message that is read, in characters: twenty ledger entries of 25 KB.
MAX_MESSAGE_CHARS = 1_000_000
SCRIPT = Path(__file__).with_name("sedge-host.js")


def origin_of(address):
    """Scheme, host and port of an address, as a browser writes an origin."""
    parts = urlsplit(address or "")
    return f"{parts.scheme}://{parts.netloc}"


class SedgeBridge:
    """Talks with the Sedge of the pages of one origin, in one webview.

    `heard` is called with each message of the page, a dict with a `type`. WebKitGTK does not tell which frame a message
    comes from (iOS does, and so does Android): here the nonce tells, which only the main frame of the origin is given.
    """

    def __init__(self, manager, origin, heard):
        self._origin = origin
        self._heard = heard
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
                # WebKit's patterns know no ports; the script looks at the whole origin itself.
                [f"{urlsplit(origin).scheme}://{urlsplit(origin).hostname}/*"],
                None,
            )
        )

    def attach(self, view):
        """Says which webview the messages go to."""
        self._view = view

    def send(self, message):
        """Says something to the page that is open; nothing where the page is of another origin."""
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
            self._heard(message)

    def _read(self, value):
        """The message in what came in; None for what the page's Sedge has not said."""
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
