"""The address a load balancer asks."""


def test_it_answers_while_the_database_answers(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.is_json
