# SPDX-License-Identifier: EUPL-1.2
"""`comity check` and `comity statute`: good input, bad input, no Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from comity.config.main import main
from comity.statute import rome

DRAFTS = Path(__file__).parent / "drafts"
SOUND, DEFECTIVE = DRAFTS / "sound" / "documents.toml", DRAFTS / "defective" / "surrender_without_identity.toml"


def test_sound_draft_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SOUND), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"kind": "DOCS", "ready": True, "findings": []}


def test_defective_draft_has_findings_in_the_fixed_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DEFECTIVE), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "kind": "SURR",
        "ready": False,
        "findings": [
            {
                "code": "element_missing",
                "article": "91(2)(a)",
                "field": "identity",
                "severity": "blocking",
                "message": "Missing: Identity of the person.",
            }
        ],
    }


def test_findings_for_a_person_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DEFECTIVE), "--language", "fr"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "SURR  Arrestation et remise d'un suspect",
        "- identity [91(2)(a)] à corriger: Manque : Identité de la personne.",
        "  Tout ce qui permet d'identifier la personne : noms, naissance, nationalité, signalement.",
        "Pas prête.",
    ]


def test_json_file_is_read_like_toml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.json"
    draft.write_text(
        json.dumps(
            {
                "kind": "PROTREL",
                "issuer": "REG",
                "addressee": "ISL",
                "on": "2026-11-02",
                "language": "en",
                "subject": "Relocation of F-0",
                "contents": {"relocation_need": "A flat."},
            }
        ),
        encoding="utf-8",
    )

    assert main(["check", str(draft), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ready"] is True


BAD = [
    ("not TOML at all", "draft.toml", "neither TOML nor JSON"),
    ('{"kind": ', "draft.json", "neither TOML nor JSON"),
    ("[1, 2]", "draft.json", "holds no table"),
    ('kind = "DOC"', "draft.toml", "Unknown kind “DOC”. Near it: DOCS"),
    ("", "draft.toml", "Unknown kind “”"),
    ('kind = "DOCS"\nadressee = "KEN"', "draft.toml", "Unknown field “adressee”. Near it: addressee"),
    ('kind = "DOCS"\n[situation]\nopend_on = 2020-01-01', "draft.toml", "Unknown field “situation.opend_on”"),
    ('kind = "DOCS"\n[contents]\npurpose = { txt = "x" }', "draft.toml", "Unknown field “contents.purpose.txt”"),
    ('kind = "DOCS"\non = "tomorrow"', "draft.toml", "“on” must be a date"),
    ('kind = "DOCS"\non = 2026-11-02T10:00:00', "draft.toml", "“on” must be a date"),
    ('kind = "DOCS"\nurgent = "yes"', "draft.toml", "“urgent” must be true or false"),
    ("kind = 3", "draft.toml", "“kind” must be a text"),
    ('kind = "DOCS"\npersons = "one"', "draft.toml", "“persons” must be a list of texts"),
    ('kind = "DOCS"\ncontents = 3', "draft.toml", "“contents” must be a table"),
    ('kind = "DOCS"\nsituation = 3', "draft.toml", "“situation” must be a code or a table"),
    ('kind = "DOCS"\n[contents]\npurpose = 3', "draft.toml", "“contents.purpose” must be a text or a table"),
    ('kind = "DOCS"\nsubject = "' + "x" * 1024 * 1024 + '"', "draft.toml", "larger than 1 MiB"),
    ("[" * 100_000, "draft.json", "neither TOML nor JSON"),
]


@pytest.mark.parametrize(("text", "name", "message"), BAD, ids=[message for _, _, message in BAD])
def test_unusable_file_is_said_so_and_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, name: str, message: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert main(["check", str(tmp_path / name)]) == 2
    captured = capsys.readouterr()
    assert (captured.out, message in captured.err) == ("", True), captured.err


def test_missing_file_directory_and_bytes_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")

    codes = [main(["check", str(path)]) for path in (tmp_path / "none.toml", tmp_path, tmp_path / "bytes.toml")]

    assert codes == [2, 2, 2]
    assert "There is no file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["kinds"], "SURR       89(1)"),
        (["kinds", "--language", "fr"], "Arrestation et remise d'un suspect"),
        (["kind", "SURR"], "identity"),
        (["kind", "surr-c", "--language", "fr"], "Jugement"),
        (["lifecycle"], "requests:request:send"),
        (["lifecycle", "--format", "mermaid"], "stateDiagram-v2"),
        (["clocks"], "60 days"),
        (["clocks", "--language", "fr"], "60 jours"),
        (["articles"], "91(2)(a)"),
        (["articles", "--markdown"], "| 91(2)(a) | Identity and probable location |"),
    ],
)
def test_topics_for_a_person(args: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statute", *args]) == 0
    assert expected in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "length"),
    [(["kinds"], 47), (["clocks"], len(rome().clocks)), (["articles"], len(rome().articles)), (["lifecycle"], 2)],
)
def test_topics_for_a_program(args: list[str], length: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statute", *args, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == length


def test_kind_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statute", "kind", "PROV", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["code"], found["duty"], found["clocks"][0]) == ("PROV", "compulsory", "prov_papers")


def test_unknown_kind_exits_2_with_near_matches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statute", "kind", "SUMMM"]) == 2
    assert capsys.readouterr().err == "comity: “SUMMM” is not a kind of request. Near it: SUMM.\n"


def test_diagram_has_every_state_and_no_colon_in_a_label(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("en", "fr"):
        assert main(["statute", "lifecycle", "--format", "mermaid", "--language", language]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [code for code in rome().states if f"    {code}: " not in "\n".join(lines)] == []
        assert [line for line in lines if line.count(":") > 1] == []


def test_neither_command_imports_django() -> None:
    code = "import sys; from comity.config.main import main; main(sys.argv[1:]); sys.exit('django' in sys.modules)"

    for args in (["check", str(SOUND)], ["statute", "kinds"]):
        done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, check=False, text=True)
        assert (done.returncode, done.stderr) == (0, "")
