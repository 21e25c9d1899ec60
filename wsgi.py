"""The application, for gunicorn (`wsgi:app`) and for `flask --app wsgi …`."""

from app.factory import create_app

app = create_app()
