"""Logs and metrics: event names, metric objects, and the rule that keeps talk out of logs.

An event is a fixed name with ids and numbers as keys. Spoken text, names and addresses may only stand under
keys that begin with ``pii_``; those are dropped unless the level is debug. Secrets stand under no key at all.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final, Literal

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

PII_PREFIX: Final = "pii_"

REGISTRY: Final = CollectorRegistry()
HTTP_REQUESTS: Final = Counter(
    "earmark_http_requests_total", "HTTP requests answered.", ["method", "route", "status"], registry=REGISTRY
)
HTTP_SECONDS: Final = Histogram(
    "earmark_http_request_seconds", "Seconds from request to answer.", ["method", "route"], registry=REGISTRY
)
SUBMISSIONS: Final = Counter("earmark_submissions_total", "Submissions by end.", ["status"], registry=REGISTRY)
SUBMISSION_SECONDS: Final = Histogram(
    "earmark_submission_seconds",
    "Seconds from acceptance to the end of processing.",
    registry=REGISTRY,
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)
MESSAGES: Final = Counter("earmark_messages_total", "Messages matched.", registry=REGISTRY)
HITS: Final = Counter("earmark_hits_total", "Hits stored, by kind.", ["kind"], registry=REGISTRY)
MATCH_SECONDS: Final = Histogram("earmark_match_seconds", "Seconds of one matching call.", registry=REGISTRY)
WEBHOOKS: Final = Counter("earmark_webhooks_total", "Webhook attempts by outcome.", ["outcome"], registry=REGISTRY)
MODELS_LOADED: Final = Gauge("earmark_models_loaded", "1 when the models are in memory.", registry=REGISTRY)


# Without local variables: they hold what was said, and secrets.
_json_traceback: Final = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


def drop_pii(_: Any, level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: everything under a ``pii_`` key goes, unless the event is a debug one."""
    if level != "debug":
        for key in [key for key in event if key.startswith(PII_PREFIX)]:
            del event[key]
    return event


def configure_logging(level: str, log_format: Literal["auto", "json", "console"]) -> None:
    """
    Send our events and those of the libraries to standard error, one line each.

    Args:
        level: The least severe events that are sent.
        log_format: ``auto`` is ``console`` on a terminal, else ``json``.
    """
    is_terminal = sys.stderr.isatty()
    as_json = log_format == "json" or (log_format == "auto" and not is_terminal)
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_pii,
    ]
    render: structlog.types.Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=is_terminal)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _json_traceback if as_json else structlog.processors.format_exc_info,
                render,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Libraries that log every request, address or statement at info.
    for chatty in ("httpx2", "httpcore2", "dbos", "alembic", "uvicorn.access", "sqlalchemy", "aiosqlite"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
