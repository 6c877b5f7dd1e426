"""Draw the README's two pictures of pages, from what `make demo` has written. Needs Chromium."""

import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "results" / "demo"
PICTURES = ROOT / "docs" / "images"
STUDENT = "grace-forgets-to-clear-gradients.html"
COLOURS = 32  # enough for text, two colours of lines and their edges
OTHERS = ".question:not([aria-labelledby=q4])"  # the picture shows one question
DRAWN = {  # by picture: the page, and its width and most of its height in pixels
    "class-page.png": ("index.html", 1000, 1300),
    "student-page.png": (STUDENT, 900, 1900),
}


def main() -> None:
    """Write both pictures."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"))
        for picture, (name, width, height) in DRAWN.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((PAGES / name).as_uri())
            page.locator(OTHERS).evaluate_all("all => all.forEach(one => one.remove())")
            seen = min(height, int(page.evaluate("document.documentElement.scrollHeight")))
            page.screenshot(
                path=PICTURES / picture, clip={"x": 0, "y": 0, "width": width, "height": seen}
            )
            image = Image.open(PICTURES / picture).convert("RGB")
            image.quantize(COLOURS).save(PICTURES / picture, optimize=True)


if __name__ == "__main__":
    main()
