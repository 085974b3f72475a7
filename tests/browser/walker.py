"""What the tests in the browser and the screenshots share: page kinds, widths, and a page that is watched."""

import socket
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
KINDS = {
    "home": "/",
    "declaration": "/doc/declaration/helsinki-impact-declaration-2019",
    "city": "/doc/city/fi/helsinki",
    "network": "/doc/network/eurocities",
    "person": "/doc/person/jan-vapaavuori",
    "commitment": "/doc/commitment/helsinki-impact-declaration-2019/1",
    "demand": "/doc/demand/glasgow-food-climate-declaration-2021/1",
    "source": "/doc/source/euhelsinki-fi-programme",
    "theme": "/doc/theme/climate",
    "search": "/search?q=helsnki",
    "ask": "/sparql",
    "answer": "/sparql?query=SELECT%20*%20WHERE%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Flupaus%2Fns%23CityNetwork%3E%20%7D",
    "map": "/map",
    "timeline": "/timeline",
    "compare": "/compare",
    "signing": "/network",
    "quality": "/quality",
    "vocabulary": "/ns",
    "shapes": "/shapes",
    "dataset": "/dataset",
    "problem": "/nothing-here",
}
"""An address of each kind of page; all are there but the last."""
WIDTHS = {"phone": 390, "tablet": 820, "desktop": 1280}
LANGUAGES = ("en", "fi", "sv", "et")


def in_language(path, language):
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for(address, process, limit_s=600):
    """Until the server answers; the first start builds the release."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


@contextmanager
def watched(browser, url, **options):
    """A page that notes what it should never do: errors, and requests that leave for another host."""
    context = browser.new_context(base_url=url, **options)
    page = context.new_page()
    page.faults = []
    page.weight = 0

    def note(request):
        if not request.url.startswith((url, "data:", "blob:")):
            page.faults.append(f"foreign: {request.url}")

    def weigh(request):
        sizes = request.sizes()
        page.weight += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    def said(message):
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            page.faults.append(f"console: {message.text}")

    page.on("request", note)
    page.on("requestfinished", weigh)
    page.on("console", said)
    page.on("pageerror", lambda error: page.faults.append(f"error: {error}"))
    try:
        yield page
    finally:
        context.close()


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def serious(page, axe):
    """What axe-core finds on the page that is serious or worse."""
    page.evaluate(axe)
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{each['id']}: {node['target']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
