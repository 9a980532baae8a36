# SPDX-License-Identifier: EUPL-1.2
"""Every evil file is refused for its own reason, every sound one is taken, each within 512 MiB and little time."""

import hashlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

import comity
from comity.documents.files import EXPLANATIONS, Caution, Limits, Problem, examine

from .corpus import EVIL, SAMPLES, SOUND, Sample, image_object
from .makers import MP4, docx, pdf, picture

BOUND = 512 << 20
SECONDS = 60  # of the wall; of the processor a cell has twenty
# One process that is itself bounded: what it starts inherits the bound.
EXAMINE = """
import json, sys
from pathlib import Path
from comity.documents.files import examine
found = examine(Path(sys.argv[1]), json.loads(sys.argv[2]))
notes = [note.plain() for note in found.warnings]
print(json.dumps([found.problem and found.problem.plain(), notes, found.media_type, found.sha256, found.size]))
"""


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BOUND, BOUND))


def examined_apart(path: Path, name: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", EXAMINE, str(path), json.dumps(name)],
        env={"PYTHONPATH": str(Path(comity.__file__).parent.parent)},
        preexec_fn=bounded,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    answer: list[object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.what.replace(" ", "-"))
def test_file_is_judged_for_the_right_reason_within_bounds(sample: Sample, tmp_path: Path) -> None:
    content = sample.make()
    path = tmp_path / "given"
    path.write_bytes(content)

    problem, warnings, media_type, digest, size = examined_apart(path, sample.name)

    said = problem["code"] if isinstance(problem, dict) else None
    assert said == sample.problem, problem
    assert (digest, size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (media_type == "") == (sample.problem is not None)
    if sample.problem is None:
        assert isinstance(warnings, list)
        assert {note["code"] for note in warnings} == sample.cautions


def test_corpus_is_large_and_each_sample_is_its_own() -> None:
    assert (len(EVIL) >= 60, len(SOUND) >= 20) == (True, True)
    assert len({sample.what for sample in SAMPLES}) == len(SAMPLES)


def test_every_problem_and_caution_has_an_example() -> None:
    shown = {sample.problem for sample in EVIL} | {code for sample in SOUND for code in sample.cautions}

    # These need more than bytes: a huge or a strange file, or limits of their own. They have tests below.
    assert set(Problem) | set(Caution) == shown | {Problem.TOO_LARGE, Problem.NOT_A_FILE, Problem.TOO_MANY}


def test_samples_are_the_same_each_time() -> None:
    random = {"PDF locked", "PDF that restricts printing"}  # encryption draws lots
    heavy = {Problem.PACKAGE_BOMB, Problem.TOO_DEMANDING}

    assert [
        sample.what
        for sample in SAMPLES
        if sample.what not in random and sample.problem not in heavy and sample.make() != sample.make()
    ] == []


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(5 << 40)

    found = examine(path, "x.pdf")

    assert (found.problem and found.problem.code, found.sha256, found.size) == (Problem.TOO_LARGE, "", 5 << 40)


def test_large_recording_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(MP4)
    os.truncate(path, 1 << 30)

    problem, _warnings, media_type, _digest, size = examined_apart(path, "x.mp4")

    assert (problem, media_type, size) == (None, "video/mp4", 1 << 30)


def test_link_and_pipe_and_folder_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()

    found = [examine(tmp_path / name, "x.txt").problem for name in ("link", "pipe", "folder", "nowhere")]

    assert [note and note.code for note in found] == [Problem.NOT_A_FILE] * 4


def test_limits_are_those_given(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(pdf(pages=40))

    found = examine(path, "x.pdf", Limits(pdf_pages=39))

    assert found.problem is not None
    assert (found.problem.code, found.problem.values) == (Problem.TOO_MANY, {"what": "pages", "limit": "39"})
    assert found.problem.english() == "It has more pages than 39. Divide it."


def test_many_pictures_are_no_bomb_and_photographs_count_once(tmp_path: Path) -> None:
    (tmp_path / "pdf").write_bytes(pdf(*[image_object(600, 800, bytes(480_000))] * 9))
    (tmp_path / "docx").write_bytes(docx({"word/media/image1.bmp": picture("BMP", (600, 400))}))
    limits = Limits(package_bytes=1 << 20)

    assert examine(tmp_path / "pdf", "x.pdf", limits).problem is None
    assert examine(tmp_path / "docx", "x.docx", limits).problem is None


def test_flood_in_an_old_picture_format_is_seen(tmp_path: Path) -> None:
    (tmp_path / "docx").write_bytes(docx({"word/media/image1.bmp": picture("BMP", (600, 400))}))

    found = examine(tmp_path / "docx", "x.docx", Limits(pixels=100_000))

    assert found.problem is not None
    assert found.problem.code == Problem.PIXEL_FLOOD


@pytest.mark.parametrize(
    "sample", [one for one in EVIL if one.problem != Problem.TOO_DEMANDING][::4], ids=lambda one: one.what
)
def test_explanation_can_be_said_with_its_values(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(sample.make())

    found = examine(path, sample.name)

    assert found.problem is not None
    assert found.problem.english().isprintable()


def test_every_code_is_explained() -> None:
    assert set(EXPLANATIONS) == set(Problem) | set(Caution)


def test_limits_are_all_whole_and_positive() -> None:
    assert all(isinstance(value, int) and value > 0 for value in asdict(Limits()).values())
