"""What several tests share. No test module imports another; what two of them need is here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOLUTION, CHECKS = ROOT / "solution", ROOT / "autograder" / "checks"
ZOO = ROOT / "tests" / "zoo"
SEED = 20
LIMITS = {
    "wall_seconds": 60,
    "cpu_seconds": 60,
    "memory_mb": 600,
    "processes": 64,
    "open_files": 128,
    "file_mb": 20,
    "output_kb": 64,
}
