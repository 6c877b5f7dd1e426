# What grades, in a container: `make image` builds it, and docs/instructors.md says how to run it.
FROM debian:bookworm-slim
# Debian has one version of a package in a release, and replaces it by a mended one: none is pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends bubblewrap python3 python3-venv tzdata \
    && rm -rf /var/lib/apt/lists/*

# The environment is a layer of its own, which is made again only when one of these files changes.
# For PyTorch's smaller build: --build-arg PIP_EXTRA_INDEX_URL=, with the address that pytorch.org gives.
ARG PIP_EXTRA_INDEX_URL
ARG PIP_NO_CACHE_DIR=1
ARG UV_NO_CACHE=1
WORKDIR /opt/grader
COPY README.md pyproject.toml setup.py ./
COPY autograder/__init__.py autograder/
COPY locks/grading.txt locks/
COPY scripts/make-environment scripts/
RUN sh scripts/make-environment /opt/environment locks/grading.txt

COPY grading.yml ./
COPY data_cache/digits8x8.npz data_cache/
COPY autograder autograder/
RUN chmod -R a+rX . \
    && install --directory --mode 1777 /state

# In /state are the random bits with which a seed makes the same grade again: mount a volume there.
ENV LANG=C.UTF-8 HOME=/state PATH=/opt/environment/bin:/usr/local/bin:/usr/bin:/bin
USER 1000:1000
WORKDIR /class
ENTRYPOINT ["autograder"]
CMD ["--help"]
