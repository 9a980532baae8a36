# SPDX-License-Identifier: EUPL-1.2
from comity.statute import Act, rome


def test_every_act_is_named_after_its_object_and_verb() -> None:
    assert [act.name for act in Act] == ["_".join(act.value.split(":")[1:]).upper() for act in Act]


def test_acts_stand_in_alphabetical_order() -> None:
    assert [act.value for act in Act] == sorted(act.value for act in Act)


def test_every_act_has_a_button_and_a_timeline_line_of_its_own() -> None:
    infos = rome().acts.values()

    for language in ("en", "fr"):
        for name in ("label", "done"):
            words = [getattr(info, name).in_(language) for info in infos]
            assert len(set(words)) == len(words), (language, name)


def test_text_falls_back_to_english() -> None:
    label = rome().acts[Act.REQUEST_SEND].label

    assert [label.in_(language) for language in ("fr", "fr-CA", "en", "ar", "")] == [label.fr, label.fr] + [
        label.en
    ] * 3
