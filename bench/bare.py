"""The measure of `make bench`: the least that Flask can do for the same pages.

`/rendered/<name>` renders a template that already holds the finished page; `/bytes/<name>`
returns it from memory. The pages are files in the folder that BENCH_PAGES names.
"""

import os
from pathlib import Path

from flask import Flask, render_template

FOLDER = Path(os.environ["BENCH_PAGES"])

app = Flask(__name__, template_folder=str(FOLDER))
pages = {file.stem: file.read_bytes() for file in FOLDER.glob("*.bytes")}


@app.get("/rendered/<name>")
def rendered(name: str) -> str:
    """Render the finished page."""
    return render_template(f"{name}.html")


@app.get("/bytes/<name>")
def kept(name: str) -> bytes:
    """Return the finished page from memory."""
    return pages[name]
