"""Traces for OpenTelemetry, where its standard variables say whereto; without them nothing is loaded."""

import os

from fastapi import FastAPI

from boctach.api import access
from boctach.errors import SettingError

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


def install(app: FastAPI) -> None:
    """Trace every request of the app, where that is configured.

    Raises:
        SettingError: It is configured, but the packages for it are not installed.
    """
    if not any(os.environ.get(name) for name in _ENDPOINTS) or os.environ.get("OTEL_SDK_DISABLED", "") == "true":
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingError(
            f"{_ENDPOINTS[0]} is set, but OpenTelemetry is not installed; install boctach[tracing]"
        ) from error
    provider = TracerProvider(
        resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "boctach")})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    untraced = ",".join(path.removeprefix("/") for path in sorted(access.OPEN_PATHS))
    FastAPIInstrumentor.instrument_app(app, tracer_provider=provider, excluded_urls=untraced)
