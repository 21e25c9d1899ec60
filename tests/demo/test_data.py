"""The demonstration's data files: each row is one, and what it names is there."""

from app.core.icons import NAMES
from app.demo.billers import billers
from app.demo.market_goods import SELLERS, shops
from app.demo.market_pictures import SCENES
from app.demo.news import Story as Article
from app.demo.people import PEOPLE
from app.demo.read import FOLDER, read
from app.demo.reports import ACTS
from app.demo.stories import stories
from app.service_requests import starter
from app.service_requests.catalogue.question_models import MULTIPLE, SINGLE

GIVEN = starter.read("services")
SERVICES = [starter.ServiceSpec(**row) for row in GIVEN["services"]]
QUESTIONS = [starter.QuestionSpec(**row) for row in GIVEN["questions"]]


def test_every_report_is_about_a_service_and_from_somebody_who_is_there():
    told = stories()
    assert len(told) == 36
    assert {story.service for story in told} <= {spec.code for spec in SERVICES}
    assert {story.citizen for story in told} <= {"", *(person.key for person in PEOPLE)}
    assert {verb for story in told for verb, _hours in story.acts} == set(ACTS)


def test_every_service_has_a_class_a_picture_and_words_in_both_languages():
    classes = {row[0] for row in GIVEN["classes"]}
    for spec in SERVICES:
        assert {spec.urgency, spec.urgent or spec.urgency} <= classes
        assert spec.icon in NAMES
        assert all(map(len, (*spec.name, *spec.group, *spec.hint, *spec.keywords)))
        assert len(spec.name) == len(spec.group) == len(spec.hint) == len(spec.keywords) == 2


def test_a_question_with_a_choice_has_one_and_its_service_is_there():
    assert {question.service for question in QUESTIONS} <= {spec.code for spec in SERVICES}
    for question in QUESTIONS:
        assert bool(question.values) == (question.datatype in (SINGLE, MULTIPLE))


def test_every_shop_has_a_seller_and_every_product_a_drawing():
    opened = shops()
    assert {shop.seller for shop in opened} == {seller.key for seller in SELLERS}
    assert {goods.picture for shop in opened for goods in shop.goods} == set(SCENES)


def test_billers_with_customers_say_how_much_they_use():
    assert [spec.code for spec in billers() if spec.prefix] == [
        "water-station", "sanitation", "hamlet-water",
    ]  # fmt: skip
    assert all(bool(spec.prefix) == bool(spec.usual) for spec in billers())


def test_articles_are_kept_as_their_office_would_write_them():
    articles = [Article(**row) for row in read("news")["stories"]]
    assert len(articles) > 20
    assert all(article.body == article.body.strip() and article.summary for article in articles)


def test_the_files_are_read_as_people_do():
    """Vietnamese stands in them with its accents, not as numbers of characters."""
    for file in FOLDER.glob("*.toml"):
        assert "\\u" not in file.read_text(encoding="utf-8")
