"""The application, for a WSGI server (`wsgi:app`) and for `flask --app wsgi …`."""

from app.commands.late import is_looking_for_a_command

if is_looking_for_a_command():
    from app.commands.stand_in import app
else:
    from app.start import app

__all__ = ["app"]
