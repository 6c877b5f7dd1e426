"""Where the project's own files lie: read in place, never copied into an installed package."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKS = ROOT / "autograder" / "checks"
DATA_CACHE = ROOT / "data_cache"
