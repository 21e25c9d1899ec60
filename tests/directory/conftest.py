"""An office that keeps a part of the directory, its keeper at the desk, and a file sent there."""

import io

import pytest
from sqlalchemy import select

from app.core import outbox
from app.core.db import db
from app.sheets.models import SheetUpload
from tests.factories import directory as make


@pytest.fixture
def office(app):
    return make.office()


@pytest.fixture
def desk(login_as, office):
    return login_as(make.keeper(office))


@pytest.fixture
def bring(desk):
    """`bring(url, content)`: send a file, confirm its columns as guessed, let the worker do it."""

    def send(url, content, name="a.csv"):
        content = content if isinstance(content, bytes) else content.encode()
        answer = desk.post(url, data={"file": (io.BytesIO(content), name)})
        if answer.status_code != 303:
            return answer
        upload = db.session.scalars(select(SheetUpload).order_by(SheetUpload.id.desc())).first()
        columns = {f"column-{each}": str(at) for each, at in upload.columns.items()}
        desk.post(answer.headers["Location"], data=columns)
        outbox.drain("sheets")
        db.session.commit()
        return desk.get(answer.headers["Location"])

    return send
