#!/usr/bin/env python3
"""Drives the web page in headless Chromium and checks what a person would notice.

    Tests/WebPage/check.py [--program .build/debug/mucluc] [--axe axe.min.js] [--shots FOLDER]

Needs chromium and chromium-driver of Debian and the Python package selenium (Debian's
python3-selenium, or PyPI's). Without them it says so and ends with 0, so that Config/test can call
it anywhere. With the file axe.min.js, which the PyPI package axe-core-python carries and Config/setup
browser puts into .build/axe, every view is also checked for accessibility, in light and dark; a
violation is a failure.

A daemon with the sample archive and a page of its own are started in a temporary folder. --shots
keeps a picture of each view, to be looked at.
"""
import argparse
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

checkout = pathlib.Path(__file__).resolve().parents[2]


def missing():
    """What is not installed, by its name in Debian."""
    names = []
    if not shutil.which("chromium"):
        names.append("chromium")
    if not shutil.which("chromedriver"):
        names.append("chromium-driver")
    if importlib.util.find_spec("selenium") is None:
        names.append("python3-selenium")
    return names


def axe_source(path):
    """The text of axe-core, None where it is nowhere."""
    kept = checkout / ".build/axe/axe_core_python/axe.min.js"
    spec = importlib.util.find_spec("axe_core_python")
    if path is None and kept.exists():
        path = kept
    elif path is None and spec is not None and spec.origin:
        path = pathlib.Path(spec.origin).parent / "axe.min.js"
    return pathlib.Path(path).read_text() if path else None


class Archive:
    """A daemon and a page, ended with the block that uses them."""

    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mucluc-page-"))
        self.environment = {**os.environ, "MUCLUC_SOCKET": str(self.folder / "socket")}

    def __enter__(self):
        self.start_daemon()
        subprocess.run(
            [self.program, "add", str(checkout / "Config/sample")],
            env=self.environment, check=True, stdout=subprocess.DEVNULL)
        # A collection beside it, with a text that must not become markup.
        lines = [
            {"id": "<b>1</b>", "title": "<img src=x onerror=alert(1)> bẫy",
             "body": "<script>document.title='hỏng'</script> bẫy ở đây & kia.", "author": "An"},
            *({"id": f"bài {n}", "title": f"Bài số {n}", "body": f"Lúa chín đều, bài {n}.",
               "author": "An" if n % 2 else "Bình", "date": f"20{10 + n % 9}-05-01"}
              for n in range(45)),
            # Pages 2 and 3 begin inside a text and with one.
            {"id": "so-tay", "blocks": [{"text": "Sổ tay đê điều: nước lớn. Mực nước ngày mười."},
                                        {"text": "Kè đá ở bến Hạ."}],
             "page_starts": ["0", f"0:{len('Sổ tay đê điều: nước lớn. '.encode())}", "1"]},
        ]
        subprocess.run(
            [self.program, "add", "-c", "bai-viet", "-"], env=self.environment, check=True,
            input="\n".join(json.dumps(line) for line in lines), text=True,
            stdout=subprocess.DEVNULL)
        self.page = self.start("web")
        self.address = self.page.stdout.readline().strip()
        self.base = self.address.split("#")[0]
        return self

    def start_daemon(self):
        self.daemon = self.start("serve", "--data", str(self.folder / "data"))
        line = self.daemon.stdout.readline()
        assert "ready" in line, line

    def start(self, *words):
        return subprocess.Popen(
            [self.program, *words], env=self.environment, stdout=subprocess.PIPE, text=True)

    def stop_daemon(self):
        self.daemon.terminate()
        self.daemon.wait()

    def __exit__(self, *_):
        for process in (self.page, self.daemon):
            process.terminate()
            process.wait()
        shutil.rmtree(self.folder)


class Browser:
    """One window, and what is asked of it."""

    def __init__(self, archive, axe, shots, width=1280, height=860, dark=False, phone=False):
        from selenium import webdriver
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for option in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                       "--hide-scrollbars", f"--window-size={width},{height}"):
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver")) \
            if hasattr(webdriver, "ChromeService") else None
        self.driver = webdriver.Chrome(options=options, service=service) \
            if service else webdriver.Chrome(options=options)
        self.archive, self.axe, self.shots = archive, axe, shots
        self.name = ("phone-" if phone else "") + ("dark-" if dark else "")
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}])
        if phone:
            self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                         deviceScaleFactor=2, mobile=True)

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def __enter__(self):
        self.driver.get(self.archive.address)
        self.until("document.querySelector('#message h1')")
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def run(self, script, *values):
        return self.driver.execute_script(script, *values)

    def until(self, condition, seconds=30):
        """Waits for what a script says; the page does nothing that cannot be seen in it."""
        end = time.monotonic() + seconds
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"never: {condition}"
            time.sleep(0.03)

    def go(self, **items):
        self.driver.get(self.archive.base + "?" + urllib.parse.urlencode(items))

    def keys(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains
        ActionChains(self.driver).send_keys(*keys).perform()

    def click(self, selector):
        self.driver.find_element("css selector", selector).click()

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def count(self, selector):
        return self.run("return document.querySelectorAll(arguments[0]).length", selector)

    @property
    def address(self):
        return urllib.parse.unquote_plus(self.driver.current_url)

    def look(self, name):
        """Keeps a picture, checks accessibility, and that nothing was complained about."""
        if self.shots:
            self.driver.save_screenshot(str(self.shots / f"{self.name}{name}.png"))
        if self.axe:
            # By the debugger, past the page's own policy.
            self.command("Runtime.evaluate", expression=self.axe)
            found = self.command("Runtime.evaluate", awaitPromise=True, expression="""
                axe.run(document).then((found) => JSON.stringify(found.violations.map((one) =>
                  `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`)))
                """)
            violations = json.loads(found["result"]["value"])
            assert violations == [], f"{self.name}{name}: {violations}"
        wide = self.run("return document.documentElement.scrollWidth > innerWidth + 1")
        assert not wide, f"{self.name}{name}: wider than the window"

    def complaints(self):
        """What the console has said, but for requests that were answered with an error."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if "status of" not in entry["message"] and "ERR_" not in entry["message"]]


# MARK: What is checked

def opening(browser):
    """The token goes from the address, and the page asks."""
    assert "token" not in browser.driver.current_url
    assert browser.run("return document.activeElement.id") == "query"
    assert browser.run("return document.cookie") == ""
    browser.look("start")


def searching(browser):
    """Typing finds, with one entry of the history for what is typed together."""
    before = browser.run("return history.length")
    browser.keys("uy ban mat tran")
    browser.until("document.querySelectorAll('#hits li').length > 0")
    browser.until("document.querySelector('#hits mark')")
    assert "q=uy ban mat tran" in browser.address, browser.address
    assert browser.run("return history.length") == before + 1
    browser.until("document.getElementById('live').textContent.includes('tài liệu')")
    browser.look("results")


def reading(browser):
    """By keys: from the list into a document, from mark to mark, and back to the same place."""
    from selenium.webdriver.common.keys import Keys
    browser.keys(Keys.ARROW_DOWN, "j", "k", "j")
    assert browser.run("return document.activeElement.closest('#hits') !== null")
    title = browser.run("return document.activeElement.textContent")
    browser.keys(Keys.ENTER)
    browser.until("document.querySelector('.text h1')")
    assert browser.text(".text h1") == title
    browser.until("document.querySelectorAll('.text mark').length > 1")
    browser.keys("n", "n")
    assert browser.count("mark.here") == 1
    assert browser.text("#marks-where").startswith("2 / ")
    browser.look("document")
    browser.keys(Keys.ESCAPE)
    browser.until("!document.getElementById('finding').hidden")
    browser.until("document.activeElement.closest('#hits') !== null")
    assert browser.run("return document.activeElement.textContent") == title
    browser.driver.forward()
    browser.until("document.querySelector('.text h1')")
    browser.driver.back()
    browser.until("!document.getElementById('finding').hidden")
    browser.keys("?")
    browser.until("document.getElementById('help').open")
    browser.look("help")
    browser.keys(Keys.ESCAPE)
    browser.until("!document.getElementById('help').open")


def filtering(browser):
    """Facets and days narrow the list; the address says so, and the list can be paged."""
    browser.go(q="lua chin", c="bai-viet")
    browser.until("document.querySelectorAll('#hits li').length === 20")
    assert browser.text("#count") == "45 tài liệu", browser.text("#count")
    browser.click("#more")
    browser.until("document.querySelectorAll('#hits li').length === 40")
    browser.click("#more")
    browser.until("document.querySelectorAll('#hits li').length === 45")
    assert browser.run("return document.getElementById('more').hidden")
    ids = browser.run("return [...document.querySelectorAll('#hits a')].map((a) => a.dataset.id)")
    assert len(set(ids)) == 45
    browser.until("document.querySelector('#filters input')")
    browser.click("#filters input[data-place='author=Bình']")
    browser.until("document.getElementById('count').textContent.startsWith('23 ')")
    assert "f.author=Bình" in browser.address
    browser.until("!document.querySelector('#filters').ariaBusy")
    browser.click("#filters [data-place='year=2012']")
    browser.until("document.querySelectorAll('.chip').length === 3")
    browser.until("!document.querySelector('#filters').ariaBusy")
    browser.look("filters")
    years = browser.run("return [...document.querySelectorAll('#hits time')].map(t => t.dateTime)")
    assert years and all(year.startswith("2012") for year in years), years
    browser.driver.back()
    browser.until("document.querySelectorAll('.chip').length === 1")
    browser.run("const s = document.getElementById('sort'); s.value = '-date';"
                "s.dispatchEvent(new Event('change'))")
    browser.until("document.querySelector('#hits time').dateTime.startsWith('2018')")


def escaping(browser):
    """Text of documents is text."""
    browser.go(q="bẫy", c="bai-viet")
    browser.until("document.querySelectorAll('#hits li').length === 1")
    assert browser.text("#hits h2").startswith("<img src=x"), browser.text("#hits h2")
    browser.click("#hits h2 a")
    browser.until("document.querySelector('.text h1')")
    assert browser.count(".text img, .text script") == 0
    assert "hỏng" not in browser.driver.title


def paging(browser):
    """Passages and documents tell the pages of what has pages."""
    browser.go(q="mực nước", c="bai-viet")
    browser.until("document.querySelector('#hits .page')")
    assert browser.text("#hits .page") == "tr. 2", browser.text("#hits .snippet")
    browser.click("#hits h2 a")
    browser.until("document.querySelector('.text h1')")
    text = browser.text(".text")
    assert "nước lớn. tr. 2" in text and "tr. 3" in text, text
    assert "0:" not in text, text
    browser.look("pages")


def failing(browser):
    """Nothing found, a wrong query, a daemon that is gone and comes back, a foreign browser."""
    browser.go(q="zzz qqq", c="bai-viet")
    browser.until("document.querySelector('#message h2')")
    browser.look("nothing")
    browser.go(q="lúa", c="bai-viet", s="khong-co")
    browser.until("document.querySelector('#message h1')")
    browser.look("error")
    browser.archive.stop_daemon()
    browser.go(q="lúa")
    browser.until("document.querySelector('#message code')")
    assert "mucluc serve" in browser.text("#message"), browser.text("#message")
    browser.look("gone")
    browser.archive.start_daemon()
    browser.until("document.querySelectorAll('#hits li').length > 0")
    browser.run("localStorage.clear()")
    browser.go(q="lúa")
    browser.until("document.querySelector('#message code')")
    assert "mucluc web" in browser.text("#message")
    browser.look("session")


def looking(browser):
    """The views once more, small or dark."""
    browser.look("start")
    browser.go(q="uy ban mat tran")
    browser.until("document.querySelector('#hits mark')")
    browser.look("results")
    browser.until("!document.getElementById('filters').hidden || innerWidth < 800")
    if browser.name.startswith("phone"):
        browser.until("!document.getElementById('filters-open').hidden")
        browser.click("#filters-open")
        browser.look("filters")
        browser.click("#filters-open")
    browser.click("#hits h2 a")
    browser.until("document.querySelector('.text h1')")
    browser.look("document")
    browser.click("#language")
    browser.until("document.documentElement.lang === 'en' && document.querySelector('.text h1')")
    browser.look("english")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(checkout / ".build/debug/mucluc"))
    parser.add_argument("--axe", help="axe.min.js")
    parser.add_argument("--shots", type=pathlib.Path, help="keep pictures here")
    given = parser.parse_args()
    if missing():
        print(f"the web page was not looked at: there is no {', '.join(missing())}")
        return
    axe = axe_source(given.axe)
    if axe is None:
        print("SKIPPED: accessibility is not checked: there is no axe.min.js (Config/setup browser)")
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    with Archive(given.program) as archive:
        with Browser(archive, axe, given.shots) as browser:
            for check in (opening, searching, reading, filtering, escaping, paging, failing):
                check(browser)
                print("passed:", check.__doc__)
            assert browser.complaints() == [], browser.complaints()
        for dark, phone in ((True, False), (False, True), (True, True)):
            size = {"width": 390, "height": 800} if phone else {}
            with Browser(archive, axe, given.shots, dark=dark, phone=phone, **size) as browser:
                looking(browser)
                assert browser.complaints() == [], browser.complaints()
                print("passed:", browser.name.strip("-"))
    if axe:
        print("passed: axe finds nothing against accessibility in any view, light and dark")


if __name__ == "__main__":
    sys.exit(main())
