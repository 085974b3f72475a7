"""Pictures of every kind of page: ``python tests/browser/screenshots.py http://127.0.0.1:8000 FOLDER``.

Light and dark, phone and desktop, and the declaration as it prints.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from walker import FLAGS, KINDS, WIDTHS, in_language, watched


def main(url, folder):
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for width in ("phone", "desktop"):
            for scheme in ("light", "dark"):
                size = {"width": WIDTHS[width], "height": 1_000}
                with watched(browser, url, viewport=size, color_scheme=scheme) as page:
                    for kind, path in KINDS.items():
                        page.goto(in_language(path, "en"))
                        page.wait_for_load_state("networkidle")
                        page.screenshot(path=out / f"{kind}-{width}-{scheme}.png")
        with watched(browser, url) as page:
            page.goto(in_language(KINDS["declaration"], "en"))
            page.pdf(path=out / "declaration.pdf", format="A4")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
