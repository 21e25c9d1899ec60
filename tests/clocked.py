"""The app for a server that a test starts as a process of its own, on the test's clock."""

from tests import clocks, compiled

clocks.follow()
compiled.share()

from wsgi import app  # noqa: E402

app.wsgi_app = clocks.Told(app.wsgi_app)  # type: ignore[method-assign]
