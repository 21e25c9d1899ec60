"""Words said by the program of this machine, where it has it."""

import pytest

from app.core.fork_server import Undecodable
from app.media import synthesis
from tests.media import sounds

pytestmark = pytest.mark.skipif(
    not synthesis.is_installed(), reason="espeak-ng is not on this machine"
)
WARNING = (
    "Cảnh báo lũ: nước sông đang lên nhanh, bà con ven sông hãy rời khỏi nhà ngay, đi về hướng "
    "trường học, không quay lại lấy đồ. Xem thêm trên Internet, Facebook, Zalo.\n"
)


def test_thirty_seconds_are_at_most_twenty_five_kilobytes() -> None:
    said = synthesis.say(WARNING * 3)
    codec, channels, rate, seconds = sounds.heard(said.webm)
    assert (codec, channels, rate) == ("opus", 1, 48_000)
    assert seconds == pytest.approx(said.ms / 1000, abs=0.3)
    assert 20_000 < said.ms < 60_000
    assert len(said.webm) * 30_000 / said.ms <= 25_000


def test_the_same_words_are_the_same_sound() -> None:
    assert synthesis.say("Xin chào bà con.").webm == synthesis.say("Xin chào bà con.").webm


def test_what_takes_too_long() -> None:
    with pytest.raises(Undecodable) as refused:
        synthesis.say(WARNING * 40)
    assert refused.value.reason == synthesis.TOO_LONG
