"""Text in three languages, and numbers that people read aloud."""

from hypothesis import given
from hypothesis.strategies import sampled_from, text

from portal.kernel.text import CROCKFORD, LOCALES, Localized, Translation, random_number


def test_a_reader_is_told_in_their_language():
    told = Localized(source="ru", ru="Сыр", kk="Ірімшік").tell("kk")

    assert (told.text, told.locale, told.standing) == ("Ірімшік", "kk", Translation.TRANSLATED)


def test_where_there_is_no_translation_the_source_is_told_and_named():
    told = Localized(source="ru", ru="Сыр", kk="Ірімшік").tell("en")

    assert (told.text, told.locale, told.standing) == ("Сыр", "ru", Translation.MISSING)


def test_a_new_source_makes_untouched_translations_stale():
    before = Localized(source="ru", ru="Сыр", kk="Ірімшік", en="Cheese")

    after = before.revised(ru="Сыр и творог", en="Cheese and curd")

    assert after.tell("kk").standing is Translation.STALE
    assert after.tell("en").standing is Translation.TRANSLATED
    assert after.tell("ru").standing is Translation.SOURCE


def test_a_stale_translation_is_fresh_once_it_is_written_again():
    stale = Localized(source="ru", ru="Сыр", kk="Ірімшік").revised(ru="Творог")

    assert stale.revised(kk="Сүзбе").tell("kk").standing is Translation.TRANSLATED


@given(source=sampled_from(LOCALES), kk=text(), ru=text(), en=text())
def test_what_is_kept_is_what_was_written(source, kk, ru, en):
    written = Localized(source=source, kk=kk, ru=ru, en=en)

    assert Localized.from_json(written.to_json()) == written


def test_a_public_number_has_no_letters_that_are_misread():
    numbers = {random_number("C") for _ in range(500)}

    assert len(numbers) == 500
    assert {len(number) for number in numbers} == {len("C-7Q4M-9TXK")}
    assert set("".join(numbers)) <= {*CROCKFORD, "-"}
