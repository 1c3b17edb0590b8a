"""tri, zone, date, scenario, blocs, fichier: what is shown, read, marked, told and refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Format, Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Answer, Form, Refusal, UnfinishedError, interaction_for
from lti_tool.interactions.opacity import opaque_id
from tests.unit.lti_tool.interactions.items import (
    BLOCKS,
    COLOURS,
    DAY,
    FILE,
    KEY,
    NEWER,
    PICTURE,
    SCENARIO,
    SORTING,
    STEPS,
    ZONE,
    item,
    render,
)

EVERY = pytest.mark.parametrize("shown", NEWER, ids=lambda shown: f"{shown.format}")


def id_of(shown: Item, kind: str, id_: str) -> str:
    return opaque_id(shown, KEY, kind, id_)


def sorted_form(**categories: str) -> Form:
    return {
        f"target-{id_of(SORTING, 'element', element)}": [id_of(SORTING, "target", category)]
        for element, category in categories.items()
    }


def placed(*blocks: str) -> Form:
    return {
        f"position-{id_of(BLOCKS, 'block', block)}": [str(place)] for place, block in enumerate(blocks, 1)
    }


def path(*decisions: str) -> Form:
    """The last decision, with what the server kept of those before."""
    *before, last = decisions
    kept = json.dumps([{"choix": decision.partition("/")[2]} for decision in before])
    return {"kept": [kept], "answer": [id_of(SCENARIO, "decision", last)]}


RIGHT: list[tuple[Item, Form, Answer]] = [
    (SORTING, sorted_form(ouvrir="avant", lire="avant", classer="apres", fermer="apres"),
     {"ouvrir": "avant", "lire": "avant", "classer": "apres", "fermer": "apres"}),
    (ZONE, {"answer": [id_of(ZONE, "zone", "vert"), id_of(ZONE, "zone", "bleu")]}, ["vert", "bleu"]),
    (PICTURE, {"answer": [id_of(PICTURE, "zone", "vert")]}, "vert"),
    (DAY, {"answer": ["1er mars 2026"]}, "2026-03-01"),
    (SCENARIO, path("debut/vert", "apres/bleu"), ["vert", "bleu"]),
    (BLOCKS, placed("rouge", "vert", "bleu"), ["rouge", "vert", "bleu"]),
    (FILE, {"answer": ["7"]}, 7.0),
]  # fmt: skip
WRONG: list[tuple[Item, Answer, float, tuple[str, ...]]] = [
    (SORTING, {"ouvrir": "avant", "lire": "avant", "classer": "apres", "fermer": "avant"}, 0.75,
     ("Fermer vient après.",)),
    (ZONE, ["rouge", "vert"], 0.0, ("Le rouge arrête.",)),
    (PICTURE, "rouge", 0.0, ()),
    (DAY, "2026-03-02", 0.0, ("Le jour même ne compte pas.",)),
    (SCENARIO, ["vert", "jaune"], 1 / 3, ("Le message est une preuve.",)),
    (BLOCKS, ["jaune", "vert", "bleu"], 2 / 3, ("Trois compte aussi.",)),
    (FILE, 4.0, 0.0, ("Il manque Inès.",)),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "form", "answer"), RIGHT)
def test_the_right_form_is_read_and_marked_right(shown: Item, form: Form, answer: Answer) -> None:
    way = interaction_for(shown)
    read = way.parse(shown, KEY, form)
    assert read == answer == json.loads(json.dumps(read))
    assert way.mark(shown, read).correct
    assert way.restate(shown, read) == way.solution(shown)


@pytest.mark.parametrize(("shown", "answer", "score", "told"), WRONG)
def test_a_wrong_answer_has_its_partial_score_and_its_hint(
    shown: Item, answer: Answer, score: float, told: tuple[str, ...]
) -> None:
    marking = interaction_for(shown).mark(shown, answer)
    assert (marking.correct, marking.hints) == (False, told)
    assert marking.score == pytest.approx(score)


@EVERY
def test_the_page_holds_neither_an_authors_id_nor_an_instruction(shown: Item) -> None:
    html = render(interaction_for(shown).present(shown, KEY))
    for id_ in (*COLOURS, *STEPS, "avant", "apres", "debut"):
        assert f'"{id_}"' not in html
        assert f"-{id_}" not in html
    assert "si n &gt;" not in html
    assert "2026" not in html


def test_the_next_step_of_a_scenario_is_not_in_the_first_page() -> None:
    presentation = interaction_for(SCENARIO).present(SCENARIO, KEY)
    first = render(presentation)
    assert "Un message arrive." in first
    for later in ("Il est faux.", "Que faire ensuite", "Signaler", "Supprimer"):
        assert later not in first
    second = render(presentation, entered={"kept": ['[{"choix": "vert"}]']})
    for now in ("Un message arrive.", "Vérifier", "Il est faux.", "Que faire ensuite", "Signaler"):
        assert now in second
    assert "Cliquer" not in second  # nobody takes the step back
    assert 'type="hidden"' not in second


def test_a_decision_is_kept_and_counts_once() -> None:
    first = path("debut/vert")
    for form in (first, {**first, "kept": ['[{"choix": "vert"}]']}):
        with pytest.raises(UnfinishedError) as step:
            interaction_for(SCENARIO).parse(SCENARIO, KEY, form)
        assert step.value.draft == [{"choix": "vert"}]


def test_a_path_that_the_content_lost_begins_again() -> None:
    kept = {"kept": ['[{"choix": "autrefois"}]']}
    assert "Un message arrive." in render(interaction_for(SCENARIO).present(SCENARIO, KEY), entered=kept)
    with pytest.raises(UnfinishedError) as step:
        interaction_for(SCENARIO).parse(SCENARIO, KEY, path("debut/vert") | kept)
    assert step.value.draft == [{"choix": "vert"}]


def test_words_of_a_path_that_the_content_lost() -> None:
    assert interaction_for(SCENARIO).restate(SCENARIO, ["vert", "autrefois"]) == ("Vérifier", "…")


@pytest.mark.parametrize(
    ("shown", "form", "reason"),
    [
        (SCENARIO, {}, Refusal.NOTHING_ANSWERED),
        (SCENARIO, path("apres/bleu"), Refusal.UNKNOWN_ID),  # a step skipped
        (SCENARIO, path("debut/vert", "debut/rouge"), Refusal.UNKNOWN_ID),  # a step taken back
        (SCENARIO, {"answer": ["vert"]}, Refusal.UNKNOWN_ID),
        (BLOCKS, {}, Refusal.NOTHING_ANSWERED),
        (BLOCKS, {"position-x": ["1"]}, Refusal.UNKNOWN_ID),
        (
            BLOCKS,
            {**placed("rouge"), f"position-{id_of(BLOCKS, 'block', 'vert')}": ["1"]},
            Refusal.DUPLICATED,
        ),
        (BLOCKS, {f"position-{id_of(BLOCKS, 'block', 'vert')}": ["99"]}, Refusal.UNKNOWN_ID),
        (ZONE, {}, Refusal.NOTHING_ANSWERED),
        (ZONE, {"answer": ["vert"]}, Refusal.UNKNOWN_ID),
        (ZONE, {"answer": [id_of(ZONE, "zone", "vert")] * 2}, Refusal.DUPLICATED),
        (PICTURE, {"answer": [id_of(PICTURE, "zone", one) for one in COLOURS]}, Refusal.WRONG_COUNT),
        (SORTING, sorted_form(ouvrir="avant"), Refusal.WRONG_COUNT),
        (DAY, {"answer": ["hier"]}, Refusal.NOT_A_DATE),
        (DAY, {"answer": ["31/02/2026"]}, Refusal.NOT_A_DATE),
        (DAY, {"answer": ["3" * 60]}, Refusal.TOO_LONG),
        (FILE, {"answer": ["sept"]}, Refusal.NOT_A_NUMBER),
    ],
)
def test_a_form_that_is_no_answer_is_refused_with_its_reason(
    shown: Item, form: Form, reason: Refusal
) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        interaction_for(shown).parse(shown, KEY, form)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "text",
    ["1/3/2026", "01/03/2026", "01-03-2026", "1.3.2026", "01 03 26", "2026-03-01", "1 mars 2026",
     "1er MARS 2026", "le 1er mars 2026", "dimanche 1er mars 2026", " 1/3/26 "],
)  # fmt: skip
def test_a_day_is_read_in_each_usual_form(text: str) -> None:
    assert interaction_for(DAY).parse(DAY, KEY, {"answer": [text]}) == "2026-03-01"


def test_a_tolerance_in_days_is_kept() -> None:
    lax = item("date", {"aide": "x"}, {"attendu": DAY.check.expected, "tolerance": 1})
    assert interaction_for(lax).mark(lax, "2026-02-28").correct
    assert not interaction_for(lax).mark(lax, "2026-02-27").correct


@pytest.mark.parametrize(
    "blocks", [["vert"], ["rouge"], ["bleu"], ["rouge", "bleu", "vert"], ["rouge", "vert"]]
)
def test_an_algorithm_that_does_something_else_or_is_not_closed_is_wrong(blocks: list[str]) -> None:
    assert not interaction_for(BLOCKS).mark(BLOCKS, blocks).correct


def test_another_algorithm_with_the_same_result_is_right() -> None:
    donnees = {"blocs": [*BLOCKS.model_dump(by_alias=True)["donnees"]["blocs"],
                         {"id": "deux", "texte": "Si plus de 2", "fait": "si n > 2"}]}  # fmt: skip
    wider = item("blocs", donnees, BLOCKS.model_dump(by_alias=True)["controle"])
    assert interaction_for(wider).mark(wider, ["deux", "vert", "bleu"]).correct


def test_records_hold_ids_and_no_free_text() -> None:
    told = {shown.format: interaction_for(shown).describe(shown, answer) for shown, _, answer in RIGHT}
    assert told[Format.SCENARIO].interaction_type == "performance"
    assert told[Format.SCENARIO].response == "debut[.]vert[,]apres[.]bleu"
    assert set(told[Format.SCENARIO].components) == {"steps"}
    assert told[Format.BLOCKS].response == "rouge[,]vert[,]bleu"
    assert told[Format.DATE].response == "2026-03-01"
    assert told[Format.FILE].interaction_type == "numeric"
    assert told[Format.SORTING].response.startswith("ouvrir[.]avant[,]")  # type: ignore[union-attr]  # an answer


def test_the_drawn_picture_has_its_alternative_and_the_same_zones_as_inputs() -> None:
    html = render(interaction_for(PICTURE).present(PICTURE, KEY))
    assert html.count("<rect") == html.count('type="radio"') == 4
    assert html.count("Quatre boîtes.") == 1


def test_the_files_are_buttons_of_another_form() -> None:
    html = render(interaction_for(FILE).present(FILE, KEY))
    assert html.count('form="files"') == html.count("<button") == 3  # Enter in the field validates the answer
    assert 'value="0/repas.ods"' in html
    assert 'value="0/page"' in html
    assert "Malo" not in html


names = st.sampled_from(["answer", "position-", *placed(*COLOURS), *sorted_form(lire="avant")])
values = st.text(max_size=50) | st.sampled_from(
    ["1", "2", *path("debut/vert")["answer"], *path("apres/bleu")["answer"], id_of(ZONE, "zone", "vert")]
)


@given(st.dictionaries(names, st.lists(values, max_size=4), max_size=6), st.sampled_from(NEWER))
def test_any_form_is_read_or_refused(form: dict[str, list[str]], shown: Item) -> None:
    way, reason = interaction_for(shown), ""
    try:
        assert 0 <= way.mark(shown, way.parse(shown, KEY, form)).score <= 1
    except AnswerRefusedError as error:
        reason = error.reason
    except UnfinishedError:
        reason = Refusal.NOTHING_ANSWERED  # asked again, one step further
    assert reason in {"", *Refusal}
    assert render(way.present(shown, KEY), entered=form, refusal=reason)
