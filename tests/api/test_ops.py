from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from earmark import ui
from symbl_client import SymblClient, expect

STATIC = Path(ui.__file__).parent / "static"


async def test_live_and_ready_answer_200(http: httpx2.AsyncClient) -> None:
    assert expect(await http.get("/health/live"), 200) == {"status": "live"}
    assert expect(await http.get("/health/ready"), 200)["status"] == "ready"


async def test_ready_is_503_and_names_the_part_that_is_missing(app: FastAPI, http: httpx2.AsyncClient) -> None:
    parts = app.state.health.parts
    kept = dict(parts)
    parts["models"] = "are being loaded"
    answer = await http.get("/health/ready")
    parts.update(kept)
    assert expect(answer, 503)["message"] == "Not ready. models: are being loaded"


async def test_metrics_count_requests_by_the_template_of_their_route(client: SymblClient) -> None:
    tracker = await client.create("X", "x")
    await client.get(f"/v1/manage/tracker/{tracker['id']}")
    await client.http.get("/nothing/like/this")
    text = (await client.http.get("/metrics")).text
    assert re.search(
        r'earmark_http_requests_total\{method="GET",route="/v1/manage/tracker/\{tracker_id\}",status="200"\} \d', text
    )
    assert 'route="(none)",status="404"' in text
    assert tracker["id"] not in text
    assert "nothing/like" not in text


async def test_metrics_count_messages_hits_and_submissions(client: SymblClient) -> None:
    await client.create("X", "budget")
    await client.process("The budget is gone.")
    text = (await client.http.get("/metrics")).text
    assert re.search(r'earmark_hits_total\{kind="exact"\} [1-9]', text)
    assert re.search(r"earmark_messages_total [1-9]", text)
    assert re.search(r'earmark_submissions_total\{status="completed"\} [1-9]', text)
    assert "earmark_models_loaded 1.0" in text


# -- the description of the API --------------------------------------------------------------


@pytest.fixture
async def document(http: httpx2.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = expect(await http.get("/openapi.json"), 200)
    return found


async def test_openapi_is_3_1_and_lists_both_generations(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    paths = document["paths"]
    assert set(paths["/v1/manage/tracker/{tracker_id}"]) == {"get", "put", "patch", "delete"}
    assert set(paths["/v1/manage/trackers/{tracker_id}"]) == {"get", "put", "patch", "delete"}
    assert {"/oauth2/token:generate", "/v1/process/text", "/v1/job/{job_id}", "/v1/manage/trackers/bulk"} <= set(paths)


#: Writes that say everything by their path.
WITHOUT_BODY = re.compile(r".*/(restore|cancel|rotate|replay|test)")


async def test_openapi_shows_the_body_of_every_write(document: dict[str, Any]) -> None:
    writes = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in ("post", "put", "patch") and not WITHOUT_BODY.fullmatch(path)
    ]
    assert len(writes) > 15
    for path, method, operation in writes:
        assert "application/json" in operation["requestBody"]["content"], (path, method)


async def test_openapi_speaks_of_400_and_of_422_for_keys_alone(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names = [one["name"] for one in operation.get("parameters", ())]
            assert ("422" in operation["responses"]) is ("idempotency-key" in names), (path, method)
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_openapi_operations_have_distinct_ids_and_a_summary(document: dict[str, Any]) -> None:
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    assert all(operation["summary"] for operation in operations)


async def test_openapi_describes_every_member_of_every_body_and_answer(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    members = {
        f"{name}.{member}": one for name, schema in schemas.items() for member, one in schema["properties"].items()
    }
    assert len(members) > 90
    assert [name for name, one in members.items() if not one.get("description")] == []


async def test_openapi_names_both_ways_to_send_a_token(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    assert {scheme["type"] for scheme in schemes.values()} == {"http", "apiKey"}
    assert document["paths"]["/v1/manage/trackers"]["get"]["security"]


# -- the page --------------------------------------------------------------------------------


async def test_docs_page_loads_everything_from_this_server(http: httpx2.AsyncClient) -> None:
    page = await http.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)
    assert "<script>" not in page.text
    sources = re.findall(r"(?:src|href)=\"(static/[^\"]+)\"", page.text)
    assert len(sources) == 3
    for source in sources:
        assert (await http.get(f"/{source}")).status_code == 200
    assert "validatorUrl: null" in (await http.get("/static/docs.js")).text


def test_vendored_files_are_the_ones_in_vendor_txt() -> None:
    import hashlib

    vendor = STATIC / "vendor"
    listed = dict(reversed(pair) for pair in re.findall(r"([0-9a-f]{64})  (\S+)", (vendor / "VENDOR.txt").read_text()))
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in vendor.iterdir()
        if file.name != "VENDOR.txt"
    }
    assert found == listed
