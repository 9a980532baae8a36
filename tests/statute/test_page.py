# SPDX-License-Identifier: EUPL-1.2
"""docs/statute.md is generated; what it says of rules and tests must hold."""

from pathlib import Path

from comity.statute import rome
from comity.statute.describe import articles_markdown, modules_naming, uses

HERE = Path(__file__).parent


def test_page_is_the_generated_one() -> None:
    page = HERE.parents[1] / "docs" / "statute.md"

    assert page.read_text(encoding="utf-8") == articles_markdown(rome(), modules_naming(HERE)), (
        "write it anew: comity statute articles --markdown > docs/statute.md"
    )


def test_every_article_is_used() -> None:
    assert [article for article, entries in uses(rome()).items() if not entries] == []


def test_articles_that_tests_name_exist() -> None:
    known = rome().articles
    named = {article for article in modules_naming(HERE) if not any(code.startswith(article) for code in known)}

    assert named == set()
