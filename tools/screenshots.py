"""`make screenshots`: pictures of the portal that `make run` runs, for the README and for eyes.

Writes docs/screens/*.png, smaller than the screen and few; with `--all FOLDER` every
public page at three widths, in three languages, light and dark, and says which page can
be scrolled sideways.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SHOWN = {
    "home-en": ("/en/", 1280, "light"),
    "notice-kk": ("/kk/notices/TN-2014-02", 1280, "light"),
    "notice-ru-phone": ("/ru/notices/TN-2014-02", 360, "light"),
    "answers-en": ("/en/dockets/MEBP-2014-0002/answers", 1280, "light"),
    "mirror-ru": ("/ru/committees", 1280, "light"),
    "chamber-kk-dark": ("/kk/chamber", 768, "dark"),
}
PAGES = (
    "/",
    "/notices",
    "/notices/TN-2014-02",
    "/notices/TN-2014-02/comment",
    "/dockets",
    "/dockets/MEBP-2014-0002",
    "/dockets/MEBP-2014-0002/comments",
    "/dockets/MEBP-2014-0002/answers",
    "/comments/C-0010",
    "/comments/C-0009",
    "/themes",
    "/themes/AGR",
    "/negotiations/FTA-SRB",
    "/committees",
    "/committees/C-AGR",
    "/chamber",
    "/learn",
    "/learn/wto",
    "/follow",
    "/sign-in",
    "/about",
    "/accessibility",
    "/ledger",
    "/nowhere",
)
WIDTHS = (360, 768, 1280)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portal", default="http://127.0.0.1:8000")
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no Chromium here.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        if asked.all:
            _everything(browser, asked.portal, asked.all)
        else:
            _for_the_readme(browser, asked.portal)
        browser.close()


def _for_the_readme(browser: Browser, portal: str) -> None:
    folder = ROOT / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (path, width, scheme) in SHOWN.items():
        page = _page(browser, width, scheme)
        page.goto(portal + path)
        page.screenshot(path=folder / f"{name}.png")
        page.close()


def _everything(browser: Browser, portal: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page = _page(browser, width, scheme)
            for locale in ("kk", "ru", "en"):
                for path in PAGES:
                    page.goto(f"{portal}/{locale}{path}")
                    words = path.strip("/").replace("/", "_") or "home"
                    name = f"{words}-{locale}-{width}-{scheme}.png"
                    page.screenshot(path=folder / name, full_page=True)
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        sys.stdout.write(f"{name}: {wide} pixels wide\n")
            page.close()


def _page(browser: Browser, width: int, scheme: str) -> Page:
    height = 800 if width > WIDTHS[0] else 720
    return browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )


if __name__ == "__main__":
    main()
