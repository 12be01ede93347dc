"""Controls the host with lines of JSON, for tests: commands on stdin, answers and messages on stdout.

    {"id": 1, "do": "open", "address": "http://localhost:1/"}     answered when the page has loaded
    {"id": 2, "do": "run", "script": "return 1 + 1"}              answered with the result of the script's promise
    {"id": 3, "do": "decide", "consent": {"classify": true}}      a decision in the app's settings
    {"id": 4, "do": "sign-in", "identifiers": {"email": "…"}}
    {"id": 5, "do": "send", "message": {"type": "withdraw"}}      a message of the app to the page
    {"id": 6, "do": "receive", "text": "…"}                       a text for the page, as any script could send it
    {"id": 7, "do": "refused"}                                    the number of messages that the host refused

An answer is {"id": …, "result": …} or {"id": …, "error": "…"}; a message from the page is {"message": …}.
"""

import json
import sys

from gi.repository import GLib, Gtk, WebKit2


class Driven:
    def __init__(self, host):
        self._host = host
        self._loading = None
        self._running = set()
        host.listeners.append(lambda message: self._write({"message": message}))
        host.view.connect("load-changed", self._load_changed)
        host.view.connect("load-failed", self._load_failed)
        host.view.connect("web-process-terminated", lambda *_: self._write({"message": {"type": "crashed"}}))
        channel = GLib.IOChannel.unix_new(sys.stdin.fileno())
        GLib.io_add_watch(channel, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self._readable)

    def _write(self, line):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()

    def _readable(self, _channel, _condition):
        line = sys.stdin.readline()
        if not line:
            Gtk.main_quit()
            return False
        command = json.loads(line)
        try:
            self._run_command(command)
        except Exception as error:  # noqa: BLE001 -- every error is reported to the test
            self._write({"id": command["id"], "error": str(error)})
        return True

    def _run_command(self, command):
        host, number = self._host, command["id"]
        match command["do"]:
            case "open":
                self._loading = number
                host.view.load_uri(command["address"])
                return
            case "run":
                self._running.add(number)
                host.view.call_async_javascript_function(
                    command["script"], -1, None, None, None, None, self._ran, number
                )
                return
            case "decide":
                host.decide(command["consent"])
            case "sign-in":
                host.sign_in(command["identifiers"])
            case "send":
                host.bridge.send(command["message"])
            case "receive":
                script = f"sedgeHost.receive({json.dumps(command['text'])})"
                host.view.evaluate_javascript(script, -1, None, None, None, None)
            case "refused":
                self._write({"id": number, "result": host.bridge.refused})
                return
        self._write({"id": number, "result": None})

    def _ran(self, view, task, number):
        if number not in self._running:
            return
        self._running.remove(number)
        try:
            value = view.call_async_javascript_function_finish(task)
            self._write({"id": number, "result": json.loads(value.to_json(0) or "null")})
        except GLib.Error as error:
            self._write({"id": number, "error": error.message})

    def _load_changed(self, _view, event):
        if event == WebKit2.LoadEvent.COMMITTED:
            # WebKit never answers for a page that was left.
            gone, self._running = self._running, set()
            for number in gone:
                self._write({"id": number, "error": "The page was left."})
        if event == WebKit2.LoadEvent.FINISHED and self._loading is not None:
            number, self._loading = self._loading, None
            self._write({"id": number, "result": None})

    def _load_failed(self, _view, _event, address, error):
        if self._loading is not None:
            number, self._loading = self._loading, None
            self._write({"id": number, "error": f"{address}: {error.message}"})
        return False
