"""Forms are read as Werkzeug reads them, whatever is sent, in whatever pieces it comes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug import formparser
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Epilogue, MultipartDecoder, NeedData

from app.core.multipart import Decoder

BOUNDARIES = st.sampled_from([b"b", b"--", b"-b", b"a.b*(c)", b"----WebKitFormBoundary7MA4"])
HEAD = b'Content-Disposition: form-data; name="a"'
PIECES = st.sampled_from(
    [b"--%s", b"%s", b"--", b"-", b"\r\n", b"\n", b"\r", b" ", b"\t", b"x", b"\x0b", HEAD]
)
FORM = re.sub(rb"\n", b"\r\n", b"--%s\n" + HEAD + b"\n\nwords\n--%s--\n")


def read(kind: type[MultipartDecoder], boundary: bytes, sent: list[bytes]) -> list[object]:
    """What a decoder makes of what comes in; its refusal at the end, where it refuses."""
    decoder, events = kind(boundary, 100_000, max_parts=20), []
    try:
        for data in (*sent, None):
            decoder.receive_data(data)
            while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
                events.append(event)
            events.append(event)
    except (ValueError, RequestEntityTooLarge, AttributeError) as refused:
        events.append((type(refused), str(refused)))
    return events


@settings(max_examples=500, deadline=None)
@given(
    boundary=BOUNDARIES, pieces=st.lists(PIECES, max_size=24), form=st.booleans(), data=st.data()
)
def test_a_form_is_read_as_werkzeug_reads_it(boundary, pieces, form, data):
    whole = b"".join(pieces).replace(b"%s", boundary)
    if form:
        cut = data.draw(st.integers(0, len(FORM)))
        whole = FORM[:cut].replace(b"%s", boundary) + whole + FORM[cut:].replace(b"%s", boundary)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=3)))
    sent = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert read(Decoder, boundary, sent) == read(MultipartDecoder, boundary, sent)


def test_nothing_is_compiled_for_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    Decoder(b"first")

    def fails(*given: object) -> None:
        raise AssertionError("compiled for one form")

    monkeypatch.setattr("re._compiler.compile", fails)
    with pytest.raises(AssertionError):
        MultipartDecoder(b"another")
    assert "Field" in str(read(Decoder, b"another", [FORM.replace(b"%s", b"another")]))


@pytest.mark.one_database
def test_the_app_reads_forms_by_it(app) -> None:
    assert formparser.MultipartDecoder is Decoder
