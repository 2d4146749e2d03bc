"""Chromium without a window, told what to do over a pipe (DevTools protocol)."""

import json
import os
import shutil
import subprocess
import tempfile


def find():
    """The program, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """One page of one browser. Events are kept until `take` asks for them."""

    def __init__(self, program):
        self._folder = tempfile.mkdtemp()
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()

        def pipes():
            # The protocol wants descriptors 3 and 4; first out of their way.
            given = os.dup2(to_browser, 30), os.dup2(from_browser, 31)
            os.dup2(given[0], 3)
            os.dup2(given[1], 4)

        arguments = [program, "--headless", "--disable-gpu",
                     "--remote-debugging-pipe", "--no-first-run",
                     "--disable-background-networking",
                     "--user-data-dir=" + self._folder]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        self._process = subprocess.Popen(
            arguments, preexec_fn=pipes, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._number = 0
        self._events = []
        self._session = None
        target = self.call("Target.createTarget", url="about:blank")
        attached = self.call("Target.attachToTarget", flatten=True,
                             targetId=target["targetId"])
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def _message(self):
        while b"\0" not in self._buffer:
            piece = os.read(self._read, 1 << 16)
            if not piece:
                raise RuntimeError("the browser has gone")
            self._buffer += piece
        text, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            if "method" in answer:
                self._events.append(answer)

    def take(self, method):
        """The events of that name since they were last taken."""
        taken = [e["params"] for e in self._events if e["method"] == method]
        self._events = [e for e in self._events if e["method"] != method]
        return taken

    def open(self, url):
        self._events = []
        self.call("Page.navigate", url=url)
        while not any(e["method"] == "Page.loadEventFired"
                      for e in self._events):
            message = self._message()
            if "method" in message:
                self._events.append(message)

    def evaluate(self, script):
        answer = self.call("Runtime.evaluate", expression=script,
                           returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:600])
        return answer["result"].get("value")

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code,
                      text=key if kind == "keyDown" and len(key) == 1 else "")

    def close(self):
        self._session = None
        try:
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        self._process.wait(timeout=30)
        shutil.rmtree(self._folder, ignore_errors=True)
