"""The stems of Kazakh words: every form of a word leads to the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.kazakh import folded, stem

FORMS = """
заң заңы заңның заңға заңды заңдар заңдары заңдарға заңымыз заңдардың заңдарының
баға бағасы бағаның бағаға бағалар бағалары бағаларымыз бағадан
кітап кітабы кітаптар кітаптың кітабым кітабына кітаптарға
министрлік министрлігі министрлігінің министрліктер министрлікке
пікір пікірі пікірлер пікірлері пікірлердің пікірімді пікірге
өзгеріс өзгерісі өзгерістер өзгерістері өзгерістерді
ұсыныс ұсынысы ұсыныстар ұсыныстарын
құқық құқығы құқықтар құқықтары құқығын құқығының
дерек деректер деректерді деректері деректің
бап бабы баптың баптар бабында
жоба жобасы жобаның жобалар жобалары жобаға
мемлекет мемлекеті мемлекеттің мемлекеттер мемлекетіміз
комитет комитеті комитеттің комитетке комитеттер
тариф тарифі тарифтер тарифтің тарифке тарифтерді
келісім келісімі келісімнің келісімдер келісімге келісімінің
сүт сүті сүттің сүтке
ұн ұны ұнның ұнға
ел елі елдер елдің елге елдерінің
ет еті еттің етке
іс ісі істің іске
экономика экономикасы экономиканың
салық салығы салықтың салықтар салығын
алматы алматының алматыға алматыда
сауда саудасы сауданың саудаға
қазақстан қазақстанның қазақстанға қазақстанда
баж бажы баждар бажын баждың
тауар тауары тауарлар тауарлардың тауарларға
нарық нарығы нарыққа нарықтар
өндіруші өндірушісі өндірушілер өндірушілердің өндірушісінің
келіссөз келіссөздер келіссөздерде келіссөздердің
""".strip().splitlines()


@pytest.mark.parametrize("line", FORMS, ids=lambda line: line.split()[0])
def test_all_forms_of_a_word_have_one_stem(line):
    assert len({stem(form) for form in line.split()}) == 1


def test_different_words_keep_different_stems():
    assert len({stem(line.split()[0]) for line in FORMS}) == len(FORMS)
    assert stem("алма") != stem("алматы")


LETTERS = "абвгдежзийклмнопрстуфхцчшщыэюяәғқңөұүһі"


@given(st.text(alphabet=LETTERS, min_size=1, max_size=20))
def test_a_word_loses_the_same_letters_however_it_is_typed(word):
    assert folded(stem(word)) == stem(folded(word))
    assert 1 <= len(stem(word)) <= len(word)


@given(st.sampled_from([form for line in FORMS for form in line.split()]))
def test_a_stem_is_its_own_stem(word):
    assert stem(stem(word)) == stem(word)
