"""The page that stands in when there is no network."""

from tests.factories.accounts import make_user


def test_it_says_whom_to_call(client):
    page = client.get("/offline").get_data(as_text=True)
    assert [number for number in ("113", "114", "115") if f'href="tel:{number}"' in page] == [
        "113",
        "114",
        "115",
    ]


def test_s33_it_shows_nothing_of_whoever_is_signed_in(client, login_as, db):
    person = make_user()
    db.session.commit()
    assert login_as(person).get("/offline").get_data() == client.get("/offline").get_data()
