"""What goes into the limited process, and what comes out of it."""

import errno
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import segno
from PIL import Image

from app.core import fork_server
from app.media import decoding
from tests.media import pictures

SIZES = {"thumb": (192, 192, True), "medium": (640, 640, False), "large": (1280, 1280, False)}
PHONE_PHOTOS = os.environ.get("PHONE_PHOTOS", "")  # a folder of real photos, where one is


def clean(data: bytes) -> Image.Image:
    copy = decoding.clean(data).files["clean"]
    image = Image.open(io.BytesIO(copy), formats=("JPEG",))
    image.load()
    return image


def refusal(data: bytes) -> str:
    with pytest.raises(decoding.Undecodable) as refused:
        decoding.clean(data)
    return refused.value.reason


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    width, height = image.size
    places = [(x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [image.convert("RGB").getpixel(place) for place in places]  # type: ignore[misc]


def alike(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def assert_upright(image: Image.Image, size: tuple[int, int] = (120, 80)) -> None:
    assert image.size == size
    for seen, meant in zip(corners(image), pictures.CORNERS, strict=True):
        assert alike(seen, meant), (seen, meant)


@pytest.fixture
def strict_server() -> Iterator[list[fork_server.ForkServer]]:
    started: list[fork_server.ForkServer] = []
    yield started
    for server in started:
        server.stop()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_s19_it_takes_a_photo_of_each_kind_by_decoding(kind: str) -> None:
    assert_upright(clean(pictures.encoded(pictures.four_corners(), kind)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"just words that call themselves a JPEG",
        b"\xef\xbb\xbfkh\xc3\xb4ng ph\xe1\xba\xa3i \xe1\xba\xa3nh",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<!doctype html><title>x</title>",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00"
        b"\x01\x00\x00\x02\x02D\x01\x00;",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        b"PK\x03\x04" + b"\0" * 60,
        b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
    ],
    ids=["none", "byte", "text", "nfc", "svg", "xml", "html", "pdf", "gif", "eps", "zip", "avif"],
)
def test_s19_it_refuses_what_is_no_photo(content: bytes) -> None:
    assert refusal(content) in {decoding.NOT_A_PHOTO, decoding.DAMAGED}


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "GIF", "PPM", "ICO", "JPEG2000", "TGA"])
def test_s19_it_refuses_pictures_of_kinds_that_phones_do_not_make(kind: str) -> None:
    assert refusal(pictures.encoded(pictures.four_corners(), kind)) == decoding.NOT_A_PHOTO


@pytest.mark.parametrize("keep", [3, 100, 700, -200])
def test_s19_it_refuses_a_photo_that_is_not_whole(keep: int) -> None:
    whole = pictures.encoded(Image.effect_noise((200, 200), 90).convert("RGB"))
    assert refusal(whole[:keep]) in {decoding.NOT_A_PHOTO, decoding.DAMAGED}


def test_s20_a_bomb_is_refused_by_what_it_claims() -> None:
    assert refusal(pictures.png_that_claims(20_000, 20_000)) == decoding.TOO_MANY_PIXELS


@pytest.mark.parametrize("size", [(7746, 7746), (2**31 - 1, 2**31 - 1), (60_000_001, 1)])
def test_s20_more_than_sixty_million_pixels_are_refused(size: tuple[int, int]) -> None:
    assert refusal(pictures.png_that_claims(*size)) in {
        decoding.TOO_MANY_PIXELS,
        decoding.DAMAGED,
    }


def test_s20_a_picture_smaller_than_it_claims_is_refused() -> None:
    assert refusal(pictures.png_that_claims(7000, 7000, b"\0" * 1000)) == decoding.DAMAGED


def test_s20_words_that_unpack_to_a_hundred_megabytes_are_refused() -> None:
    assert refusal(pictures.png_with_a_text_bomb()) == decoding.DAMAGED


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_s20_an_animation_is_refused(kind: str) -> None:
    assert refusal(pictures.animation(kind)) == decoding.MOVING


def test_s20_a_heic_sequence_is_refused() -> None:
    still = pictures.encoded(pictures.four_corners(), "HEIC")
    assert refusal(still[:8] + b"msf1" + still[12:]) in {decoding.MOVING, decoding.NOT_A_PHOTO}


def test_of_a_phones_burst_the_main_picture_is_taken() -> None:
    assert alike(corners(clean(pictures.heic_with_two_stills()))[0], pictures.RED)


def test_of_a_jpeg_with_several_pictures_the_first_is_taken() -> None:
    both = [Image.new("RGB", (64, 64), colour) for colour in (pictures.RED, pictures.BLUE)]
    several = pictures.encoded(both[0], "MPO", save_all=True, append_images=both[1:])
    assert alike(corners(clean(several))[0], pictures.RED)


def test_s20_a_decoder_that_needs_too_much_memory_is_stopped(
    strict_server: list[fork_server.ForkServer],
) -> None:
    server = fork_server.ForkServer({**decoding.LIMITS, "memory_mb": 160}, decoding.PROGRAM)
    strict_server.append(server)
    large = pictures.encoded(Image.new("RGB", (6000, 6000)), "PNG")
    with pytest.raises(decoding.Undecodable) as refused:
        server.run(decoding._order("clean", 5, longest=1600), large)
    assert refused.value.reason == decoding.TOO_HEAVY


def test_s20_a_decoder_whose_time_is_over_is_killed(
    strict_server: list[fork_server.ForkServer],
) -> None:
    server = fork_server.ForkServer({**decoding.LIMITS, "wall_seconds": 0}, decoding.PROGRAM)
    strict_server.append(server)
    large = pictures.encoded(Image.new("RGB", (6000, 6000)), "PNG")
    with pytest.raises(decoding.DecoderBusy):
        server.run(decoding._order("clean", 5, longest=1600), large)


SHUT_IN = """
import importlib.util, json, resource, socket, sys
sys.path.insert(0, sys.argv[1])
spec = importlib.util.spec_from_file_location("limited_main", sys.argv[1] + "/__main__.py")
main = importlib.util.module_from_spec(spec)
spec.loader.exec_module(main)
main.shut_in(json.loads(sys.argv[2]))
limits = {"cpu": resource.RLIMIT_CPU, "as": resource.RLIMIT_AS}
seen = {name: resource.getrlimit(which) for name, which in limits.items()}
for name, act in {"open": lambda: open("/etc/passwd"), "socket": socket.socket}.items():
    try:
        act()
    except OSError as error:
        seen[name] = error.errno
print(json.dumps(seen))
"""


def test_s20_the_decoder_may_open_neither_files_nor_sockets() -> None:
    command = [sys.executable, "-I", "-c", SHUT_IN, str(fork_server.LIMITED)]
    done = subprocess.run(
        [*command, json.dumps(decoding.LIMITS)], capture_output=True, check=True, timeout=30
    )
    seen = json.loads(done.stdout)
    assert seen["open"] == seen["socket"] == errno.EMFILE
    assert seen["cpu"] == [10, 10]
    assert seen["as"] == [1024**3, 1024**3]


def test_s20_the_decoder_holds_none_of_the_applications_environment() -> None:
    decoding.warm()
    process = decoding._server._process
    assert process is not None
    clean(pictures.jpeg())  # it is up
    environment = Path(f"/proc/{process.pid}/environ")
    if not environment.exists():
        pytest.skip("this system has no /proc")
    names = {line.partition(b"=")[0] for line in environment.read_bytes().split(b"\0") if line}
    assert names == {b"PATH", b"LC_ALL", b"MALLOC_ARENA_MAX"}


def test_a_decoder_that_was_killed_is_started_again() -> None:
    clean(pictures.jpeg())
    process = decoding._server._process
    assert process is not None
    process.kill()
    process.wait()
    assert_upright(clean(pictures.jpeg()))


def test_many_photos_at_once_each_get_their_own_answer() -> None:
    sizes = [(100 + number, 50) for number in range(12)]
    with ThreadPoolExecutor(fork_server.AT_ONCE + fork_server.MOST_WAITING) as threads:
        seen = threads.map(lambda size: clean(pictures.jpeg(*size)).size, sizes)
    assert list(seen) == sizes


@pytest.mark.parametrize(
    "answer",
    [b"words\n", b"[]\n", b'{"width": 1}\n', b'{"width":1,"height":1,"files":{"clean":9}}\nx'],
)
def test_it_does_not_believe_a_decoder_that_talks_nonsense(answer: bytes) -> None:
    with pytest.raises(decoding.Undecodable):
        decoding._decoded(fork_server.read(answer, decoding.REASONS))


def test_it_does_not_believe_a_decoder_that_gives_back_something_else() -> None:
    page = decoding.Decoded(10, 10, {"clean": pictures.SCRIPT})
    with pytest.raises(decoding.Undecodable):
        decoding._check(page, {"clean"}, b"\xff\xd8\xff")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_turns_every_orientation_upright(orientation: int, kind: str) -> None:
    assert_upright(clean(pictures.turned(orientation, kind)))


def test_orientations_that_do_not_exist_count_as_upright() -> None:
    stored = pictures.encoded(pictures.four_corners(), quality=95, exif=pictures.exif(9))
    assert_upright(clean(stored))


def test_broken_exif_does_not_make_a_bad_photo() -> None:
    broken = b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40
    stored = pictures.encoded(pictures.four_corners(), quality=95, exif=broken)
    assert_upright(clean(stored))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_s21_nothing_but_pixels_comes_out(kind: str) -> None:
    talkative = pictures.talkative(kind)
    assert pictures.SECRET in talkative
    first = decoding.clean(talkative)
    second = decoding.sizes(first.files["clean"], SIZES)
    for content in [*first.files.values(), *second.files.values()]:
        assert pictures.SECRET not in content
        assert_bare(content)


def assert_bare(content: bytes) -> None:
    image = Image.open(io.BytesIO(content))
    image.load()
    assert not dict(image.getexif())
    told = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    told -= {"loop", "background", "timestamp", "duration"}
    assert not told
    for marker in (b"Exif", b"ICC_PROFILE", b"ICCP", b"XMP ", b"EXIF", b"http://ns.adobe.com"):
        assert marker not in content


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("page.html", pictures.SCRIPT)
    return packed.getvalue()


@pytest.mark.parametrize(
    "polyglot",
    [
        pictures.jpeg() + pictures.SCRIPT,
        pictures.jpeg() + zipped(),
        pictures.encoded(pictures.four_corners(), comment=pictures.SCRIPT),
        pictures.encoded(pictures.four_corners(), "PNG") + pictures.SCRIPT,
        pictures.encoded(pictures.four_corners(), "WEBP") + zipped(),
        pictures.encoded(pictures.four_corners(), "HEIC") + pictures.SCRIPT,
    ],
    ids=["jpeg+html", "jpeg+zip", "comment", "png+html", "webp+zip", "heic+html"],
)
def test_s21_of_a_polyglot_only_the_picture_comes_out(polyglot: bytes) -> None:
    first = decoding.clean(polyglot)
    second = decoding.sizes(first.files["clean"], SIZES)
    for content in [*first.files.values(), *second.files.values()]:
        assert pictures.SECRET not in content
        assert b"<script" not in content
        assert b"PK\x03\x04" not in content


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    cmyk = pictures.four_corners(mode="CMYK")
    seen = corners(clean(pictures.encoded(cmyk, quality=95)))
    assert all(alike(one, meant, 20) for one, meant in zip(seen, pictures.CORNERS, strict=True))


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    deep = pictures.encoded(Image.new("I;16", (40, 40), 40_000), "PNG")
    assert alike(corners(clean(deep))[0], (155, 155, 155), 3)


def test_transparency_is_painted_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert alike(corners(clean(pictures.encoded(clear, "PNG")))[0], (255, 255, 255), 2)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_it_takes_every_usual_kind_of_pixel(mode: str) -> None:
    image = pictures.four_corners(mode=mode)
    assert clean(pictures.encoded(image, "PNG")).size == (120, 80)


def test_a_palette_with_a_transparent_colour_is_taken() -> None:
    image = pictures.four_corners(mode="P")
    assert clean(pictures.encoded(image, "PNG", transparency=0)).mode == "RGB"


def test_colours_are_converted_by_the_photos_own_profile() -> None:
    profile = pictures.swapped_profile()
    stored = pictures.encoded(
        Image.new("RGB", (40, 40), (220, 0, 0)), quality=95, icc_profile=profile
    )
    red, _, blue = corners(clean(stored))[0]
    assert blue > 150 > 60 > red


def test_a_profile_that_is_none_is_left_out() -> None:
    stored = pictures.encoded(pictures.four_corners(), quality=95, icc_profile=b"no profile" * 30)
    assert_upright(clean(stored))


@pytest.mark.parametrize(("size", "meant"), [((1, 1), (1, 1)), ((60_000, 1), (1600, 1))])
def test_very_small_and_very_narrow_pictures_are_taken(
    size: tuple[int, int], meant: tuple[int, int]
) -> None:
    assert clean(pictures.encoded(Image.new("RGB", size), "PNG")).size == meant


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_is_brought_down_to_1600_pixels(kind: str) -> None:
    assert_upright(
        clean(pictures.encoded(pictures.four_corners(2400, 1600), kind)), size=(1600, 1067)
    )


def test_the_three_sizes_fit_their_boxes_and_are_never_enlarged() -> None:
    large = decoding.clean(pictures.jpeg(1500, 1000)).files["clean"]
    small = decoding.clean(pictures.jpeg(100, 60)).files["clean"]
    assert shapes(large) == {"thumb": (192, 192), "medium": (640, 427), "large": (1280, 853)}
    assert shapes(small) == {"thumb": (60, 60), "medium": (100, 60), "large": (100, 60)}


def shapes(copy: bytes) -> dict[str, tuple[int, int]]:
    made = decoding.sizes(copy, SIZES).files
    return {
        name: Image.open(io.BytesIO(content), formats=("WEBP",)).size
        for name, content in made.items()
    }


@pytest.mark.skipif(not PHONE_PHOTOS, reason="PHONE_PHOTOS names no folder of photos")
def test_photos_as_phones_really_make_them() -> None:
    for path in sorted(Path(PHONE_PHOTOS).iterdir()):
        made = decoding.clean(path.read_bytes())
        assert max(made.width, made.height) <= 1600
        assert_bare(made.files["clean"])


@pytest.mark.parametrize("turned", [0, 12])
def test_the_codes_in_a_picture_are_read_in_the_limited_process(turned):
    said = (
        "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
    )
    made = io.BytesIO()
    segno.make(said).save(made, kind="png", scale=4)
    paper = Image.new("RGB", (900, 700), (90, 140, 60))
    paper.paste(Image.open(made).convert("RGB").rotate(turned, expand=True, fillcolor=(255,) * 3))
    photo = io.BytesIO()
    paper.save(photo, "JPEG", quality=80)
    copy = decoding.clean(photo.getvalue()).files["clean"]
    assert decoding.codes(copy) == [said]
    assert decoding.codes(decoding.clean(pictures.jpeg()).files["clean"]) == []
