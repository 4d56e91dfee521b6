"""Whatever the portal says, it says in Kazakh and in Russian as well."""

import pytest
from babel.messages import Catalog

from tools import catalogues


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_every_sentence_is_translated(locale):
    assert catalogues.faults(locale) == []


def test_a_sentence_that_is_missing_is_found():
    assert any("Please sign in first" in key for key in _sentences(catalogues.sentences()))


@pytest.mark.parametrize(
    ("english", "told", "fault"),
    [
        ("Closed", "", "not translated"),
        ("Closed on %(day)s", "Закрыто", "other places"),
        ("Closed on %(day)s", "Закрыто %(date)s", "other places"),
        ("<b>Closed</b>", "Закрыто", "other markup"),
        (("%(num)d day", "%(num)d days"), ("%(num)d день", "%(num)d дня", ""), "not translated"),
        (("%(num)d day", "%(num)d days"), ("%(num)d день", "дня", "дней"), "other places"),
    ],
)
def test_a_translation_that_is_wrong_is_found(monkeypatch, english, told, fault):
    said, kept = Catalog(), Catalog(locale="ru", fuzzy=False)
    said.add(english)
    kept.add(english, told)
    monkeypatch.setattr(catalogues, "sentences", lambda: said)
    monkeypatch.setattr(catalogues, "catalogue_of", lambda _locale: kept)

    assert any(fault in line for line in catalogues.faults("ru"))


def test_what_is_no_longer_said_leaves_the_catalogue(monkeypatch, tmp_path):
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    said = Catalog()
    said.add("Closed")
    said.add("Open")
    monkeypatch.setattr(catalogues, "sentences", lambda: said)
    assert catalogues.fill("ru", {"Closed": "Закрыто", "Open": "Открыто"}) == 2

    said.delete("Closed")
    catalogues.update("ru")

    assert _sentences(catalogues.catalogue_of("ru")) == {"Open"}
    assert catalogues.faults("ru") == []


def _sentences(catalogue: Catalog) -> set[str]:
    return {str(message.id) for message in catalogue if message.id}
