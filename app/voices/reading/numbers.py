"""Numbers in Vietnamese words. Pure."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
BILLION = 1_000_000_000


def number(value: int) -> str:
    """Give a whole number in words: 1.234.567 → một triệu hai trăm ba mươi tư nghìn …"""
    if value < 0:
        return f"âm {number(-value)}"
    if value >= BILLION:
        high, low = divmod(value, BILLION)
        rest = f" {_below_billion(low, padded=True)}" if low else ""
        return f"{number(high)} tỷ{rest}"
    return _below_billion(value, padded=False) or DIGITS[0]


def decimal(whole: str, fraction: str) -> str:
    """Give a number with a comma: 12,5 → mười hai phẩy năm; 0,05 → không phẩy không năm."""
    if len(fraction) <= 2 and not fraction.startswith("0"):
        said = number(int(fraction))
    else:
        said = digits(fraction)
    return f"{number(int(whole))} phẩy {said}"


def digits(text: str) -> str:
    """Give each digit by itself, as telephone numbers are read."""
    return " ".join(DIGITS[int(digit)] for digit in text if digit.isdigit())


def roman(text: str) -> int | None:
    """Give the value of a Roman numeral up to 39, None where it is none."""
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for place, letter in enumerate(text):
        following = text[place + 1 : place + 2]
        smaller = bool(following) and values[letter] < values[following]
        total += -values[letter] if smaller else values[letter]
    return total if total and _as_roman(total) == text else None


def _as_roman(value: int) -> str:
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (value // 10) + ones[value % 10]


def _below_billion(value: int, *, padded: bool) -> str:
    """Give up to nine digits; ``padded`` where a higher group was said before."""
    words: list[str] = []
    for power in (2, 1, 0):
        group = value // 1000**power % 1000
        if group:
            said = _three(group, padded=padded or bool(words))
            words += [said, GROUPS[power]] if power else [said]
    return " ".join(words)


def _three(value: int, *, padded: bool) -> str:
    hundreds, rest = divmod(value, 100)
    words = [f"{DIGITS[hundreds]} trăm"] if hundreds or padded else []
    if rest and rest < 10:
        words.append(f"linh {DIGITS[rest]}" if words else DIGITS[rest])
    elif rest:
        words.append(_two(rest))
    return " ".join(words)


def _two(value: int) -> str:
    """Give 10 to 99, with the sounds that change: mốt, tư, lăm."""
    tens, ones = divmod(value, 10)
    head = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if not ones:
        return head
    changed = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return f"{head} {changed.get(ones, DIGITS[ones])}"
