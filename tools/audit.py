"""Ask outside auditors about the built pages: the Nu validator, Lighthouse, and the hosts of external links.

Run ``make audit``. It needs the network, Node.js with npx, Java and a Chromium, and fetches ``vnu-jar`` and
``lighthouse`` from the npm registry. What is missing is said and passed over. The exit code is 1 when a page is not
valid or a score is below the threshold; links of other people are listed and fail nothing.
"""

from __future__ import annotations

import argparse
import datetime
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from conftest import CHROMIUM
from host import serving
from wsis20.project import BUILD

SITE = BUILD / "html"
SCORED = ("index.html", "02-regions.html", "explore.html", "messages.html")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3  # of which the median counts: one run varies by several points
THRESHOLD = 95
# What the theme writes and no reader meets: slashes in void elements, a role of its own element, levels of headings.
PASSED_OVER = re.compile(r"Trailing slash|is unnecessary for element|as a top-level heading only|Article lacks heading")
AGENT = "Mozilla/5.0 (compatible; link check of a book)"


def missing(*programs: str) -> str:
    """Return the names of programs that are not here, joined."""
    return ", ".join(name for name in programs if not shutil.which(name))


def validate(folder: Path) -> bool:
    """Say what the Nu validator finds; return whether that is nothing."""
    if lacking := missing("npm", "java"):
        print(f"validator: not run, since there is no {lacking} here")
        return True
    subprocess.run(["npm", "install", "--silent", "--no-save", "vnu-jar"], cwd=folder, check=True)
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = [str(path) for path in sorted(SITE.glob("*.html"))]
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", *pages], capture_output=True, text=True, check=False
    )
    found = [m for m in json.loads(done.stderr)["messages"] if not PASSED_OVER.search(m["message"])]
    for message in found[:20]:
        print(f"validator: {Path(message['url']).name}:{message.get('lastLine')}: {message['message']}")
    print(f"validator: {len(found)} faults on {len(pages)} pages")
    return not found


def score(folder: Path) -> bool:
    """Say what Lighthouse gives a page of each kind; return whether every score reaches the threshold."""
    lacking = missing("npx") or ("Chromium" if CHROMIUM is None else "")
    if lacking:
        print(f"Lighthouse: not run, since there is no {lacking} here")
        return True
    good = True
    with serving(SITE) as address:
        for name in SCORED:
            report = folder / f"{name}.json"
            words = [
                f"{address}/{name}",
                "--quiet",
                "--output=json",
                f"--output-path={report}",
            ]
            flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
            environment = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
            command = ["npx", "--yes", "lighthouse", *words, flags]
            runs = []
            for _ in range(RUNS):
                subprocess.run(command, env=environment, check=False, capture_output=True)
                runs.append(json.loads(report.read_text("utf-8"))["categories"])
            told = {key: round(100 * median(scores[key]["score"] or 0 for scores in runs)) for key in CATEGORIES}
            good &= min(told.values()) >= THRESHOLD
            print(f"Lighthouse: {name}: " + ", ".join(f"{key} {value}" for key, value in told.items()))
    return good


def external() -> list[str]:
    """Return the addresses on other hosts to which the pages lead, without anchors."""
    links: set[str] = set()
    for path in SITE.glob("*.html"):
        found = re.findall(r'href="(https?://[^"]+)"', path.read_text("utf-8"))
        links |= {html.unescape(link).partition("#")[0] for link in found}
    return sorted(links)


def status(link: str) -> str:
    """Return the answer of a host to a request for a page."""
    request = urllib.request.Request(link, headers={"User-Agent": AGENT})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, ValueError) as error:
        return f"no answer ({type(error).__name__})"


def follow() -> None:
    """List external links with the day and the answer of their hosts."""
    links, today = external(), f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(status, links))
    for link, answer in zip(links, answers, strict=True):
        print(f"link: {today} {answer:<22} {link}")
    fine = sum(answer == "200" for answer in answers)
    print(f"links: {fine} of {len(links)} answer with 200")


def main() -> int:
    """Run the auditors that are asked for; return 1 when one of them finds a fault in the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "only", nargs="*", choices=["validator", "lighthouse", "links", []], help="all when none is named"
    )
    wanted = parser.parse_args().only or ["validator", "lighthouse", "links"]
    good = True
    with tempfile.TemporaryDirectory() as folder:
        if "validator" in wanted:
            good &= validate(Path(folder))
        if "lighthouse" in wanted:
            good &= score(Path(folder))
    if "links" in wanted:
        follow()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
