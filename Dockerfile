# The service: the core and nothing else. Needs a network to build and none to run.
#   docker build -t boctach .
#   docker run --rm --read-only --tmpfs /tmp -e BOCTACH_OPEN=true -p 127.0.0.1:8000:8000 boctach
#
# The base is named by its tag; whoever builds for production pins the digest that their registry gives:
#   FROM python:3.13-slim@sha256:…

# The larger image has the compiler that the tokenizer's inner loops want.
FROM python:3.13 AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv --without-pip /opt/boctach
# What changes seldom comes first, so that a change of the code does not install everything anew.
COPY requirements.lock requirements-build.lock ./
RUN python -m pip install --require-hashes -r requirements-build.lock \
    && python -m pip --python /opt/boctach/bin/python install --no-compile --only-binary :all: --require-hashes \
        -r requirements.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY service service
COPY corpus/samples corpus/samples
COPY models models
RUN python -m pip wheel --no-deps --no-index --no-build-isolation --wheel-dir dist . \
    && python -m pip --python /opt/boctach/bin/python install --no-compile --no-deps --no-index dist/*.whl
# The tests of other packages are of no use here. The run at the end proves that what is left works, and leaves
# bytecode of just the modules that are used, for a quick start.
ENV HF_HUB_OFFLINE=1
RUN find /opt/boctach -depth -type d \( -name tests -o -name test \) -path '*/site-packages/*' -exec rm -rf {} + \
    && /opt/boctach/bin/python -c "import boctach.analysis, boctach.api.app, uvicorn; boctach.analysis.warm()"

FROM python:3.13-slim
LABEL org.opencontainers.image.title="boctach" \
      org.opencontainers.image.description="Structured facts from Vietnamese government and news articles" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin boctach
COPY --from=build /opt/boctach /opt/boctach
# Nothing is downloaded at run time; the last two keep the hub's client from trying.
ENV PATH=/opt/boctach/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    HF_HUB_DISABLE_TELEMETRY=1
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["boctach"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
