"""A user may put a model of their own in a role, from a folder or from a hub."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from earmark.errors import InvalidField, ModelDamaged, ModelMissing, Unavailable, UnreadableFile
from earmark.model_files import DEFAULT, Role, describe, find, use, verify
from package_index import Index, sha256

OWN = {"model.onnx": b"own weights", "tokenizer.json": b'{"own": 1}', "1_Pooling/config.json": b'{"pool": "cls"}'}


def make_model(folder: Path, content: dict[str, bytes]) -> Path:
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make_model(tmp_path / "own", OWN)


def test_a_role_is_served_by_a_folder_until_the_default_is_chosen_again(index: Index, filled: Path, own: Path) -> None:
    use(filled, "encoder-en", str(own))
    model = find(filled, Role.ENCODER_EN, table=index.table)
    assert (model.role, model.name) == (Role.ENCODER_EN, str(own))
    assert model.files == {
        "model.onnx": own / "model.onnx",
        "tokenizer.json": own / "tokenizer.json",
        "pooling.json": own / "1_Pooling/config.json",
    }
    assert find(filled, Role.ENCODER_MULTI, table=index.table).name == "Many"
    english, many = describe(filled, table=index.table)
    assert (english.source, english.present, english.digest) == (str(own), True, model.digest)
    assert many.name == "Many"
    verdicts = [verdict for verdict in verify(filled, table=index.table) if verdict.role is Role.ENCODER_EN]
    assert [verdict.found for verdict in verdicts] == [sha256(content) for content in OWN.values()]

    use(filled, "encoder-en", DEFAULT)
    assert find(filled, Role.ENCODER_EN, table=index.table).name == "English"


def test_the_weights_may_lie_in_an_onnx_folder_and_pooling_may_be_absent(folder: Path, tmp_path: Path) -> None:
    own = make_model(tmp_path / "own", {"onnx/model.onnx": b"w", "onnx/model.onnx_data": b"d", "tokenizer.json": b"{}"})
    use(folder, "encoder-multi", str(own))
    assert find(folder, Role.ENCODER_MULTI).files == {
        "model.onnx": own / "onnx/model.onnx",
        "model.onnx_data": own / "onnx/model.onnx_data",
        "tokenizer.json": own / "tokenizer.json",
    }


@pytest.mark.parametrize("changed", OWN)
def test_another_weight_tokenizer_or_pooling_is_another_model(folder: Path, own: Path, changed: str) -> None:
    use(folder, "encoder-en", str(own))
    before = find(folder, Role.ENCODER_EN).digest
    (own / changed).write_bytes(b'{"changed": 1}')
    use(folder, "encoder-en", str(own))
    assert find(folder, Role.ENCODER_EN).digest != before


@pytest.mark.parametrize("changed", OWN)
def test_a_file_that_changed_after_the_choice_is_refused(folder: Path, own: Path, changed: str) -> None:
    use(folder, "encoder-en", str(own))
    (own / changed).write_bytes(b"changed")
    with pytest.raises(ModelDamaged, match=rf"but is {sha256(b'changed')}. If .* `earmark models use encoder-en /"):
        find(folder, Role.ENCODER_EN)


def test_a_file_that_vanished_after_the_choice_names_the_way_back(folder: Path, own: Path) -> None:
    use(folder, "encoder-en", str(own))
    (own / "tokenizer.json").unlink()
    with pytest.raises(ModelMissing, match=r"Put it back, or run `earmark models use encoder-en default`\."):
        find(folder, Role.ENCODER_EN)
    assert describe(folder)[0].present is False


def test_a_choice_within_the_model_folder_survives_a_move_of_it(folder: Path) -> None:
    use(folder, "encoder-en", str(make_model(folder / "mine", OWN)))
    moved = folder.rename(folder.with_name("moved"))
    assert find(moved, Role.ENCODER_EN).files["model.onnx"] == moved / "mine" / "model.onnx"


def test_a_relative_folder_means_the_same_from_everywhere(
    folder: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    use(folder, "encoder-en", "own")
    monkeypatch.chdir("/")
    assert find(folder, Role.ENCODER_EN).files["model.onnx"] == own / "model.onnx"


@pytest.mark.parametrize(
    ("lacking", "named"), [("model.onnx", "model.onnx or onnx/model.onnx"), ("tokenizer.json",) * 2]
)
def test_a_folder_that_lacks_a_file_is_refused_and_the_choice_before_kept(
    folder: Path, own: Path, tmp_path: Path, lacking: str, named: str
) -> None:
    use(folder, "encoder-en", str(own))
    other = make_model(tmp_path / "other", {name: data for name, data in OWN.items() if name != lacking})
    with pytest.raises(UnreadableFile, match=f"other: holds no {named}, so it is no ONNX sentence encoder"):
        use(folder, "encoder-en", str(other))
    assert find(folder, Role.ENCODER_EN).name == str(own)


@pytest.mark.parametrize("given", ["", "nowhere", "/no/such/folder", "./none", "a/b/c", "../x", "owner/", "own er/x"])
def test_what_is_neither_a_folder_nor_an_id_is_refused(
    folder: Path, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent.parent)
    with pytest.raises((InvalidField, UnreadableFile)):
        use(folder, "encoder-en", given)
    assert not (folder / "choices.json").exists()


def test_an_unknown_role_is_refused(folder: Path, own: Path) -> None:
    with pytest.raises(InvalidField, match="role"):
        use(folder, "encoder-fr", str(own))


@pytest.mark.parametrize(
    "record", ["", "[]", "{", '{"encoder-en": 1}', '{"encoder-en": {"source": "x"}}', '{"encoder-en": {"files": []}}']
)
def test_a_record_that_was_edited_into_nonsense_is_refused_with_the_remedy(folder: Path, record: str) -> None:
    folder.mkdir(parents=True)
    (folder / "choices.json").write_text(record)
    with pytest.raises(UnreadableFile, match=r"choices\.json: .*Delete it to go back"):
        find(folder, Role.ENCODER_EN)


# -- hub -------------------------------------------------------------------------------------

COMMIT = "c" * 40


class Hub(BaseHTTPRequestHandler):
    """As much of a hub as its client asks for: one model, owner/model."""

    files: ClassVar[dict[str, bytes]] = {**OWN, "README.md": b"not needed", "pytorch_model.bin": b"not needed either"}
    asked: ClassVar[list[str]]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/owner/model/tree/"):
            tree = [
                {"type": "file", "path": name, "size": len(data), "oid": sha256(data)[:40]}
                for name, data in self.files.items()
            ]
            self.answer(json.dumps(tree).encode())
        elif path.startswith("/api/models/owner/model"):
            self.answer(json.dumps({"id": "owner/model", "sha": COMMIT, "siblings": []}).encode())
        elif path.startswith(f"/owner/model/resolve/{COMMIT}/"):
            self.answer(self.files[path.split(COMMIT + "/")[1]])
        else:
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{sha256(body)[:40]}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    Hub.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_id_is_downloaded_from_the_hub_into_the_model_folder(folder: Path, hub: str) -> None:
    use(folder, "encoder-en", "owner/model", endpoint=hub)
    model = find(folder, Role.ENCODER_EN)
    assert model.name == "owner/model"
    assert {name: path.read_bytes() for name, path in model.files.items()} == {
        "model.onnx": OWN["model.onnx"],
        "tokenizer.json": OWN["tokenizer.json"],
        "pooling.json": OWN["1_Pooling/config.json"],
    }
    assert all(path.is_relative_to(folder) for path in model.files.values())
    assert not [path for path in Hub.asked if "README" in path or "pytorch" in path]


def test_an_id_that_the_hub_does_not_know_is_refused(folder: Path, hub: str) -> None:
    with pytest.raises(InvalidField, match="names no model that the hub shows: 'owner/other'"):
        use(folder, "encoder-en", "owner/other", endpoint=hub)


def test_a_hub_that_cannot_be_reached_is_told_with_the_way_around(folder: Path, own: Path) -> None:
    use(folder, "encoder-en", str(own))
    with pytest.raises(Unavailable, match=r"The hub did not give the model owner/model: .*name its folder instead"):
        use(folder, "encoder-en", "owner/model", endpoint="http://127.0.0.1:9")
    assert find(folder, Role.ENCODER_EN).name == str(own)
