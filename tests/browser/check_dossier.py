#!/usr/bin/env python3
"""Dossiers in Chromium: they render, the filters work by keyboard, nothing is
asked for, no script fails or is stopped, text has enough contrast in light and
dark, and nothing is wider than the narrowest screen.

    check_dossier.py ATTEST CASE_FOLDER     ends with 77 without Chromium
"""

import json
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import chromium  # pylint: disable=wrong-import-position

failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED:", what)


# -- The cases ----------------------------------------------------------------

ATTACK = "\"><img src=x onerror=alert(1)><script>alert(2)</script>"
RIGHT_TO_LEFT = "حسين هرموش"


def attacking_case():
    """Every text of it would rather be markup, or reads from the right."""
    yield {"type": "source", "id": "src:a", "kind": "outlet",
           "name": ATTACK, "language": "en"}
    yield {"type": "source", "id": "src:b", "kind": "witness",
           "name": RIGHT_TO_LEFT}
    yield {"type": "report", "id": "rpt:a", "source": "src:a", "title": ATTACK,
           "url": "javascript:alert(3)",
           "archive_url": "https://example.org/?a=\"><b>&c",
           "language": "ar", "published": "2011-06-10",
           "text": f"{RIGHT_TO_LEFT} {ATTACK} {RIGHT_TO_LEFT}"}
    yield {"type": "entity", "id": "person:a", "kind": "person",
           "name": RIGHT_TO_LEFT, "names": [ATTACK]}
    yield {"type": "entity", "id": "place:a", "kind": "place", "name": ATTACK}
    yield {"type": "claim", "id": "clm:1", "report": "rpt:a",
           "subject": "person:a", "predicate": "located_at",
           "object": "place:a", "valid": "2011-06~",
           "attribution": [{"source": "src:b", "basis": "eyewitness"}],
           "quote": ATTACK, "as_stated": ATTACK}
    yield {"type": "claim", "id": "clm:2", "report": "rpt:a",
           "subject": "person:a", "predicate": "holds_rank", "value": ATTACK}
    yield {"type": "claim", "id": "clm:3", "report": "rpt:a",
           "subject": "place:a", "predicate": "coordinates",
           "value": {"lat": 35.5, "lon": 35.7}}


def large_case(statements):
    yield {"type": "entity", "id": "person:a", "kind": "person", "name": "Omar"}
    for i in range(20):
        yield {"type": "source", "id": f"src:{i}", "kind": "outlet",
               "name": f"Paper {i}"}
        yield {"type": "report", "id": f"rpt:{i}", "source": f"src:{i}",
               "title": f"Report {i}", "published": "2012",
               "text": f"Report {i} says that he was there, on that day."}
    for i in range(statements):
        yield {"type": "entity", "id": f"place:{i}", "kind": "place",
               "name": f"Place {i}"}
        for j in range(3):
            yield {"type": "claim", "id": f"clm:{i}.{j}",
                   "report": f"rpt:{(i + j) % 20}", "subject": "person:a",
                   "predicate": "deployed_to", "object": f"place:{i}",
                   "valid": f"20{i % 20:02}-0{i % 9 + 1}",
                   "quote": "he was there, on that day"}


def dossier(program, folder, name, lines, keys):
    """Makes a case of `lines` and a dossier of it; returns its path."""
    environment = dict(os.environ, ATTEST_CASE=f"{folder}/{name}.attest",
                       ATTEST_USER="tester")
    case_file = lines
    if not isinstance(lines, str):
        case_file = f"{folder}/{name}.jsonl"
        with open(case_file, "w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    page = f"{folder}/{name}.html"
    for arguments in (["init"], ["add", case_file],
                      ["export", "--to", "html", *keys, "-o", page]):
        done = subprocess.run([program, *arguments], env=environment,
                              capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"attest {arguments}: {done.stderr.decode()}")
    return page


# -- What is looked at --------------------------------------------------------

CONTRAST = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d',
    {willReadFrequently: true});
  const rgb = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const light = ([r, g, b]) => {
    const part = (value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ratio = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour[3] === 1) return [colour];
    }
    return [[255, 255, 255, 1]];
  };
  for (const one of document.querySelectorAll('details')) one.open = true;
  const root = getComputedStyle(document.documentElement);
  const papers = ['--paper', '--card'].map(
    (name) => rgb(root.getPropertyValue(name)));
  const poor = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() ||
        ['SCRIPT', 'STYLE', 'title', 'desc', 'OPTION'].includes(
          element.tagName)) continue;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden') continue;
    const inPicture = element.closest('svg');
    const colour = rgb(inPicture ? style.fill : style.color);
    for (const paper of inPicture ? papers : behind(element)) {
      seen += 1;
      if (ratio(colour, paper) < 4.5) {
        poor.push(ratio(colour, paper).toFixed(2) + ' ' +
                  element.outerHTML.slice(0, 120));
      }
    }
  }
  return {seen, poor: poor.slice(0, 5)};
})()
"""

ROWS = ("[...document.querySelectorAll('#k1-table > tbody')]"
        ".filter((row) => !row.hidden).length")
SHOWN = "document.querySelector('form.filters output').textContent"


def check_quiet(browser, page, name):
    """Nothing but the page was asked for, and nothing failed or was stopped."""
    asked = [e["request"]["url"]
             for e in browser.take("Network.requestWillBeSent")]
    expect(asked == ["file://" + page], f"{name}: asked for {asked}")
    for event in ("Runtime.exceptionThrown", "Log.entryAdded",
                  "Page.javascriptDialogOpening"):
        expect(not browser.take(event), f"{name}: {event}")


def check_appearance(browser, name):
    for scheme in ("light", "dark"):
        browser.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme}])
        found = browser.evaluate(CONTRAST)
        expect(found["seen"] > 50, f"{name}: {scheme}: little text")
        expect(not found["poor"], f"{name}: {scheme}: {found['poor']}")
    for width in (320, 768):
        browser.call("Emulation.setDeviceMetricsOverride", width=width,
                     height=800, deviceScaleFactor=1, mobile=False)
        wide = browser.evaluate("document.documentElement.scrollWidth")
        expect(wide <= width, f"{name}: {wide} wide on a screen of {width}")
    browser.call("Emulation.clearDeviceMetricsOverride")


def check_filters(browser, name):
    every = browser.evaluate(ROWS)
    expect(every > 3, f"{name}: {every} rows")
    expect(browser.evaluate(SHOWN) == f"{every} of {every} statements shown",
           f"{name}: {browser.evaluate(SHOWN)}")
    # By keyboard: the first verdict off, and on again.
    first = browser.evaluate(
        "document.querySelector('form.filters input[name=verdict]').focus(),"
        "document.activeElement.value")
    of_verdict = browser.evaluate(
        f"document.querySelectorAll('#k1-table > tbody[data-verdict={first}]')"
        ".length")
    browser.press(" ", "Space")
    expect(browser.evaluate(ROWS) == every - of_verdict,
           f"{name}: the filter by verdict leaves {browser.evaluate(ROWS)}")
    expect(browser.evaluate(SHOWN).startswith(f"{every - of_verdict} of "),
           f"{name}: the count says {browser.evaluate(SHOWN)}")
    browser.press(" ", "Space")
    expect(browser.evaluate(ROWS) == every, f"{name}: rows do not come back")
    # By source.
    expected = browser.evaluate(
        "(() => { const field = document.querySelector('select[name=source]');"
        "field.selectedIndex = field.options.length - 1;"
        "field.dispatchEvent(new Event('input', {bubbles: true}));"
        "return Number(field.options[field.selectedIndex].text"
        ".match(/\\((\\d+)\\)$/)[1]); })()")
    expect(browser.evaluate(ROWS) == expected, f"{name}: filter by source")
    # By time: nothing was so late but what is open or undated.
    browser.evaluate(
        "(() => { const form = document.querySelector('form.filters');"
        "form.reset(); form.elements.from.value = '9990-01-01';"
        "form.elements.undated.checked = false;"
        "form.dispatchEvent(new Event('input', {bubbles: true})); })()")
    late = browser.evaluate(
        "[...document.querySelectorAll('#k1-table > tbody')]"
        ".filter((row) => Number(row.dataset.end) > 2929000).length")
    expect(browser.evaluate(ROWS) == late, f"{name}: filter by time")
    browser.evaluate("document.querySelector('form.filters').reset(),"
                     "new Promise((done) => setTimeout(done, 20))")
    expect(browser.evaluate(ROWS) == every, f"{name}: show all")


def check_without_script(browser, page, name):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open("file://" + page)
    expect(browser.evaluate("document.querySelector('form.filters').hidden"),
           f"{name}: filters that do nothing without the script")
    expect(browser.evaluate(ROWS) > 0, f"{name}: no rows without the script")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)


def check_printing(browser, name):
    printed = browser.call("Page.printToPDF")["data"]
    expect(len(printed) > 10_000, f"{name}: prints nothing")
    expect(not browser.evaluate(
        "[...document.querySelectorAll('details')].some((one) => one.open)"),
        f"{name}: passages stay open after printing")


def main(program, case_folder):
    found = chromium.find()
    if not found:
        print("skipped: there is no chromium (tests/run --browser installs it)")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        pages = {
            "river crossing": dossier(
                program, folder, "river", f"{case_folder}/case.jsonl",
                ["person:haddan-colonel", "incident:crossing",
                 "place:old-bridge", "src:wire", "rpt:sawt", "clm:018"]),
            "attacks": dossier(program, folder, "attacks", attacking_case(),
                               ["person:a", "place:a", "src:a", "rpt:a"]),
            "500 statements": dossier(program, folder, "large",
                                      large_case(500), ["person:a"])}
        browser = chromium.Browser(found)
        for name, page in pages.items():
            begin = time.monotonic()
            browser.open("file://" + page)
            browser.evaluate("new Promise((done) => requestAnimationFrame("
                             "() => requestAnimationFrame(done)))")
            took = time.monotonic() - begin
            print(f"{name}: {os.path.getsize(page):,} bytes, "
                  f"open in {took * 1000:.0f} ms")
            expect(took < 5, f"{name}: opened in {took:.1f} s")
            check_quiet(browser, page, name)
            expect(browser.evaluate("document.querySelectorAll('img').length")
                   == 0, f"{name}: an image")
            if name != "attacks":
                check_filters(browser, name)
            if name == "river crossing":  # of the large one, hundreds of pages
                check_printing(browser, name)
            check_appearance(browser, name)
            check_quiet_after(browser, name)
            check_without_script(browser, page, name)
        browser.close()
    print("FAILED" if failures else "all hold")
    return 1 if failures else 0


def check_quiet_after(browser, name):
    """Nor was anything asked for, or failed, while it was used."""
    for event in ("Network.requestWillBeSent", "Runtime.exceptionThrown",
                  "Log.entryAdded"):
        found = browser.take(event)
        expect(not found, f"{name}: {event} in use: {str(found)[:300]}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
