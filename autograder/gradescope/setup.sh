#!/usr/bin/env bash
# Prepares Gradescope's container, once, when the autograder is uploaded. Runs as root.
#
# Python's environment lies outside /autograder, where the unprivileged user who runs a student's
# code can read it. For PyTorch's smaller CPU build, export PIP_EXTRA_INDEX_URL here, with the
# address that pytorch.org gives.
set -euo pipefail
umask 022

grader=/autograder/source
environment=/opt/autograder
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

# Ubuntu 22.04 has Python 3.10 as python3, and 3.11 beside it; later ones have all that is needed.
if ! python=$(find_python); then
    apt-get update
    for name in python3 python3.12 python3.11; do
        apt-get install -y --no-install-recommends "$name" "$name-venv" || continue
        ! python=$(find_python) || break
    done
fi
if [ -z "$python" ]; then
    echo "No Python 3.11 or newer can be installed: choose a newer base image." >&2
    exit 1
fi

"$python" -m venv --clear "$environment"
"$environment/bin/pip" install -r "$grader/requirements.txt"

# The deadline in grading.yml names a time zone, of which a base image may know none.
if ! "$environment/bin/python" -c 'import zoneinfo; zoneinfo.ZoneInfo("Europe/Berlin")' 2>/dev/null; then
    apt-get update
    apt-get install -y --no-install-recommends tzdata
fi

# Fails here and now, rather than at the first submission, if a student's code could not be shut in.
cd "$grader"
"$environment/bin/python" -m autograder.gradescope.run --trial
